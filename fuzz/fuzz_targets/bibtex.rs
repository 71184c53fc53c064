#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| briefpack_fuzz::bibtex(input));
