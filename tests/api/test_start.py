"""The command line answers at once: nothing heavy is imported before a command runs."""

import subprocess
import sys

import pytest

HEAVY = (
    "numpy",
    "faiss",
    "torch",
    "spacy",
    "fastapi",
    "nicegui",
    "sqlalchemy",
    "networkx",
    "jieba",
    "tantivy",
)

PROBE = """
import sys
sys.argv = ["suizhi", *{arguments!r}]
from api.cli import main
try:
    main()
finally:
    print("LOADED", *[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["export", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]):
    code = PROBE.format(arguments=arguments, heavy=HEAVY)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0
    assert "Usage" in ran.stdout
    assert ran.stderr.split() == ["LOADED"]


def test_asking_and_searching_load_neither_torch_nor_spacy(home):
    heavy = ("torch", "spacy", "sentence_transformers", "transformers", "fastapi", "nicegui", "bench")
    for arguments in (["ask", "满意率是多少", "--home", str(home)], ["search", "热线", "--home", str(home)]):
        code = PROBE.format(arguments=arguments, heavy=heavy)
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        assert ran.returncode == 0
        assert ran.stderr.split() == ["LOADED"]


def test_importing_the_face_imports_nothing_heavy():
    code = f"import sys, suizhi; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout.strip()) == (0, "")
