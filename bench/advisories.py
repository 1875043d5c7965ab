"""Known faults in the packages that are installed: `make audit-deps`.

Asks the registry of advisories by pip-audit, and tells apart what pip-audit does not: that nothing was found, and that
nothing was looked at, as on a network from which the registry cannot be reached.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

CLEAN, FOUND, PARTLY, UNCHECKED = 0, 1, 2, 3
"""Exit status: nothing known; known faults; some packages could not be looked at; none could."""

OWN = "suizhi"


def judged(packages: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """The exit status and the lines for people, of pip-audit's list of packages.

    >>> judged([{"name": "a", "version": "1", "vulns": []}])
    (0, ['1 packages looked up, nothing known of them.'])
    >>> judged([{"name": "a", "skip_reason": "not found"}])
    (3, ['Nothing was checked: none of 1 packages could be looked up (not found).'])
    """
    others = [package for package in packages if package["name"] != OWN]
    looked_up = [package for package in others if "vulns" in package]
    skipped = [package for package in others if "vulns" not in package]
    if not looked_up:
        reason = skipped[0].get("skip_reason", "") if skipped else "there are none"
        return UNCHECKED, [
            f"Nothing was checked: none of {len(others)} packages could be looked up ({reason})."
        ]
    faults = [(package, fault) for package in looked_up for fault in package["vulns"]]
    lines = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none yet'}"
        for package, fault in faults
    ]
    lines += [f"{package['name']}: not looked up ({package.get('skip_reason', '')})" for package in skipped]
    if not faults:
        lines.append(f"{len(looked_up)} packages looked up, nothing known of them.")
    return FOUND if faults else PARTLY if skipped else CLEAN, lines


def main() -> int:
    """Asks and prints; the exit status."""
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip_audit",
            "--format",
            "json",
            "--progress-spinner",
            "off",
            "--timeout",
            "20",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError):
        sys.stdout.write(f"Nothing was checked: {ran.stderr.strip()[-500:]}\n")
        return UNCHECKED
    status, lines = judged(packages)
    sys.stdout.write("\n".join(lines) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
