// What was looked at and what was wrong.

/** Counts checks; prints each one that failed, and at the end one line. */
export class Report {
  passed = 0;
  faults = [];

  /** Takes the faults that one check found on one page: none is a pass. */
  add(check, where, faults) {
    if (faults.length === 0) this.passed += 1;
    else this.faults.push({ check, where, faults });
  }

  print() {
    for (const { check, where, faults } of this.faults) {
      console.log(`FAILED ${check}: ${where}`);
      for (const fault of faults.slice(0, 12)) console.log(`  ${fault}`);
      if (faults.length > 12) console.log(`  and ${faults.length - 12} more`);
    }
  }

  get closingLine() {
    return `${this.passed} passed, ${this.faults.length} failed`;
  }
}
