"""python signed.py BRIEFPACK — signatures of an archive by ssh-keygen and minisign.

A site that names two keys is archived, and its seal signed with the commands that the program prints.
`briefpack verify` has to take the signatures as good in every form of the site, and so have
ssh-keygen and minisign with the commands that the archive prints. Then both are shown the same
signatures of every make, sound and damaged, and have to agree on each.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = ("ssh-keygen", "minisign", "sha256sum")
AS_OF = "2026-06-01T09:00:00Z"
CONFIG = "title: A site for a test\nlifecycle:\n  state: closed\n  on: 2026-03-31\n  signed_by:\n"


class Bench:
    """A folder with keys, a signed archive, and what was found wrong."""

    def __init__(self, briefpack, folder):
        self.briefpack, self.folder = briefpack, folder
        self.archive = folder / "an archive"
        self.seal = self.archive / "site/seal.txt"
        self.wrong, self.passed = [], 0
        # minisign looks for its secret key there.
        (folder / "home/.minisign").mkdir(parents=True)
        self.environment = dict(os.environ, HOME=str(folder / "home"))

    def run(self, *command, cwd=None, shell=False):
        """Whether a command succeeds, and what it said."""
        command = command[0] if shell else [str(it) for it in command]
        done = subprocess.run(
            command, cwd=cwd or self.folder, shell=shell, env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        return done.returncode == 0, done.stdout + done.stderr

    def must(self, *command, **options):
        done, said = self.run(*command, **options)
        if not done:
            raise SystemExit(f"FAILED {command}: {said}")
        return said

    def expect(self, name, holds, said=""):
        if holds:
            self.passed += 1
        else:
            self.wrong.append(f"{name}: {said.strip()[-600:]}")

    def verify(self, path, *arguments):
        return self.run(self.briefpack, "verify", path, *arguments)


def keys(bench):
    for name, kind in (("group", "ed25519"), ("other", "ed25519"), ("rsa", "rsa"), ("ecdsa", "ecdsa")):
        bench.must("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "for a test", "-f", name)
    bench.must("minisign", "-G", "-W", "-p", "minisign.pub")
    bench.must("minisign", "-G", "-W", "-p", "other-minisign.pub", "-s", "other-minisign.key")


def archive(bench):
    """Archives a site and signs its seal as the program says."""
    site = bench.folder / "site"
    (site / "content").mkdir(parents=True)
    (site / "content/index.md").write_text("---\ntitle: A site for a test\n---\n\nWords.\n")
    listed = [(bench.folder / name).read_text().splitlines()[-1] for name in ("group.pub", "minisign.pub")]
    (site / "briefpack.yaml").write_text(CONFIG + "".join(f"    - {key}\n" for key in listed))
    said = bench.must(bench.briefpack, "archive", site, "--as-of", AS_OF, "-o", bench.archive)
    commands = re.findall(r"^Sign it with: +(.*)$", said, re.MULTILINE)
    bench.expect("a command for each key", len(commands) == 2, said)
    for command in commands:
        bench.must(command.replace("SECRET_KEY_FILE", "group"), shell=True)


def forms(bench):
    """Every form of the site, with the keys from elsewhere."""
    given = ("--key", "group.pub", "--key", "minisign.pub")
    for part in ("", "site", "bag", "site.zip", "site.wacz"):
        sound, said = bench.verify(bench.archive / part, *given)
        both = said.count("the seal is signed with the key") == 2
        bench.expect(f"verify of `{part or 'all'}`", sound and both, said)
    for folder, name in (("", "manifest-sha256.txt"), ("site", "seal.txt")):
        sound, said = bench.run("sha256sum", "--quiet", "--strict", "-c", name, cwd=bench.archive / folder)
        bench.expect(f"sha256sum of `{name}`", sound, said)
    again, said = bench.run(bench.briefpack, "archive", "site", "-o", bench.archive)
    bench.expect("an archive that is signed is kept", not again and "is signed" in said, said)


def printed(bench):
    """The commands that the archive prints, as they stand there, on a sound and a damaged archive."""
    readme = (bench.archive / "README.md").read_text(encoding="utf-8")
    page = (bench.archive / "site/about-this-archive.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<pre class="commands"><code>(.*?)</code></pre>', page, re.DOTALL)
    commands = re.findall(r"^    ((?:echo|ssh-keygen|minisign) .*)$", readme, re.MULTILINE)
    ways = [("README.md", "", "\n".join(commands[:2])), ("README.md", "", "\n".join(commands[2:]))]
    ways += [("the page", "site", html.unescape(block)) for block in blocks]
    bench.expect("commands for both keys in both places", len(ways) == 4 and len(commands) == 3, readme)
    copy = bench.folder / "damaged"
    shutil.copytree(bench.archive, copy)
    flip(copy / "site/seal.txt")
    for place, folder, command in ways:
        good, said = bench.run(command, shell=True, cwd=bench.archive / folder)
        bench.expect(f"{place}: `{command}`", good, said)
        good, said = bench.run(command, shell=True, cwd=copy / folder)
        bench.expect(f"{place}: `{command}` on a damaged seal", not good, said)
    (bench.archive / "signers.txt").unlink()
    (bench.archive / "site/signers.txt").unlink()


def flip(path, at=None):
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)


def makes(bench):
    """Every make of signature: how it is made, and whether it is one of this seal with this key."""
    ssh = ("ssh-keygen", "-q", "-Y", "sign", "-n")
    mini = ("minisign", "-S", "-m", "seal.txt", "-x", "signature")
    sound = [
        ("SSH", "group", (*ssh, "file", "-f", "group")),
        ("SSH, SHA-256", "group", (*ssh, "file", "-O", "hashalg=sha256", "-f", "group")),
        ("minisign", "minisign", mini),
        ("minisign, legacy", "minisign", (*mini, "-l")),
        ("minisign, words", "minisign", (*mini, "-t", "Sealed for a test: ŵ 📁 'and' \"more\"")),
    ]
    cases = [(name, key, command, None, True) for name, key, command in sound]
    for name, key, command in sound:
        cases.append((f"{name}, another seal", key, command, lambda seal, _: flip(seal), False))
        # A bit of the signature itself: the untrusted first line of minisign is nobody's.
        cases.append((f"{name}, changed", key, command, lambda _, it: flip(it, -60), False))
        cases.append((f"{name}, changed before", key, command, lambda _, it: flip(it, 120), False))
        cases.append((f"{name}, cut", key, command, lambda _, it: it.write_bytes(it.read_bytes()[:150]), False))
    cases += [
        ("SSH, another key", "group", (*ssh, "file", "-f", "other"), None, False),
        ("SSH, another use", "group", (*ssh, "git", "-f", "group"), None, False),
        ("minisign, another key", "minisign", (*mini, "-s", "other-minisign.key"), None, False),
    ]
    for name, key, command, damage, expected in cases:
        agree(bench, name, key, command, damage, expected)


def agree(bench, name, key, command, damage, expected):
    """Whether the program and the maker of the signature say the same of it."""
    folder = bench.folder
    seal, signature = folder / "seal.txt", folder / "signature"
    shutil.copy(bench.seal, seal)
    signature.unlink(missing_ok=True)
    if command[0] == "minisign":
        bench.must(*command)
        theirs = ("minisign", "-V", "-p", "minisign.pub", "-m", "seal.txt", "-x", "signature")
    else:
        (folder / "seal.txt.sig").unlink(missing_ok=True)
        bench.must(*command, "seal.txt")
        (folder / "seal.txt.sig").rename(signature)
        (folder / "signers").write_text("signer " + (folder / "group.pub").read_text())
        theirs = "ssh-keygen -Y verify -f signers -I signer -n file -s signature < seal.txt"
    if damage:
        damage(seal, signature)
    # The site with its seal, alone: nothing else is beside it.
    site = folder / "alone"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(bench.archive / "site", site, ignore=shutil.ignore_patterns("seal.txt*"))
    shutil.copy(seal, site / "seal.txt")
    ours, said = bench.verify(site, "--key", f"{key}.pub", "--signature", signature)
    told = bench.run(*theirs) if isinstance(theirs, tuple) else bench.run(theirs, shell=True)
    bench.expect(f"{name}: its own program", told[0] == expected, told[1])
    signed = "the seal is signed with the key" in said
    bench.expect(f"{name}: briefpack", (ours, signed) == (expected, expected), said)


def other_kinds(bench):
    """Keys that the program does not read are said to be so."""
    shutil.copy(bench.seal, bench.folder / "seal.txt")
    for kind in ("rsa", "ecdsa"):
        (bench.folder / "seal.txt.sig").unlink(missing_ok=True)
        bench.must("ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", kind, "seal.txt")
        sound, said = bench.verify(bench.archive, "--signature", "seal.txt.sig")
        bench.expect(f"a {kind} key", sound and "which briefpack does not read" in said, said)
        taken, said = bench.verify(bench.archive, "--key", f"{kind}.pub")
        bench.expect(f"a {kind} key that is given", not taken and "checks no signatures by" in said, said)


def main(briefpack):
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        sys.exit(f"FAILED {', '.join(missing)} is missing")
    with tempfile.TemporaryDirectory(prefix="briefpack-signed-") as folder:
        bench = Bench(briefpack, Path(folder))
        for step in (keys, archive, forms, printed, makes, other_kinds):
            step(bench)
    for line in bench.wrong:
        print(f"FAILED {line}")
    print(f"{bench.passed} passed, {len(bench.wrong)} failed")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python signed.py BRIEFPACK")
    sys.exit(main(Path(sys.argv[1]).resolve()))
