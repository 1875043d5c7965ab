"""A bundle is built from the sources, carried to where there is no network, installed there, and answers.

Minutes of work and some 400 MB of disk: in the long form only (`make hold`). It needs an index of packages for the building,
and the right to make a namespace without a network for the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BARE = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8"}
"""No setting of this machine comes along: no proxy, no index, no library folder."""

CUT = next(
    (
        ["unshare", *flags]
        for flags in (["-n"], ["-rn"])
        if shutil.which("unshare")
        and subprocess.run(["unshare", *flags, "true"], capture_output=True, check=False).returncode == 0
    ),
    None,
)

pytestmark = [
    pytest.mark.skipif(os.environ.get("HOLD") != "long", reason="minutes of work: HOLD=long"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout"),
]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make bundle` makes of what is committed, moved away from its sources."""
    folder = tmp_path_factory.mktemp("sources")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    ran = subprocess.run(
        ["make", "bundle", f"PYTHON={sys.executable}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    carried = tmp_path_factory.mktemp("carried") / "bundle"
    shutil.move(folder / "dist" / "bundle", carried)
    shutil.rmtree(folder)
    return carried


def test_a_bundle_holds_all_that_is_needed_and_every_file_has_its_sum(bundle: Path):
    sums = (bundle / "SHA256SUMS").read_text("utf-8").splitlines()
    held = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert {line.split("  ./")[1] for line in sums} == held - {"SHA256SUMS"}
    assert {"Makefile", "LICENSE", "README.zh.md"} <= held
    assert [name for name in held if name.startswith("wheels/suizhi-")]


@pytest.mark.skipif(CUT is None, reason="no right to make a namespace without a network")
@pytest.mark.timeout(2000)
def test_from_a_bundle_it_installs_serves_and_answers_with_the_network_cut(bundle: Path, tmp_path: Path):
    home = Path(shutil.copytree(bundle, tmp_path / "bundle"))
    ran = subprocess.run(
        [*(CUT or ()), sys.executable, str(Path(__file__).with_name("closed.py")), str(home)],
        env={**BARE, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    said = json.loads(ran.stdout.splitlines()[-1])
    assert "nreachable" in said["outside"], said["outside"]
    assert "seconds" in said, said["log"]
    assert "自检：没有任何对外连接" in said["log"]
    assert (said["reply"]["short"], said["reply"]["citations"][0]["source"]) == ("67.82%", "huadu-2023.txt")
    assert said["documents"]["total"] == 5
    # What a page loads, it loads from here.
    loaded = re.findall(r"""(?:src|href|url\()\s*=?\s*["'](https?://[^"']+)""", said["page"])
    assert loaded == []


def test_a_bundle_with_a_changed_file_is_not_installed(bundle: Path, tmp_path: Path):
    home = Path(shutil.copytree(bundle, tmp_path / "bundle"))
    wheel = next((home / "wheels").glob("suizhi-*.whl"))
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    wheel.write_bytes(data)
    ran = subprocess.run(
        ["make", "demo", "BUNDLE=.", f"PYTHON={sys.executable}"],
        cwd=home, env={**BARE, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert wheel.name in ran.stdout + ran.stderr
    assert not (home / ".venv" / "bin" / "suizhi").exists()
