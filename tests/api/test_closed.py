"""A service that reaches for nothing, and would not be let."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.closed import is_local

ROOT = Path(__file__).parents[2]

REACHES = """
import socket
from api.closed import ReachedOutError, attempts, close_network
close_network()
for reach in (
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.getaddrinfo("huggingface.co", 443),
    lambda: __import__("urllib.request").request.urlopen("http://example.com/"),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("8.8.8.8", 53)),
):
    try:
        reach()
    except ReachedOutError as error:
        print("refused", error)
    except OSError as error:
        print("refused", error)
print(*attempts())
listener = socket.create_server(("127.0.0.1", 0))
socket.create_connection(listener.getsockname()).close()
print("local")
"""


def test_what_would_leave_the_machine_is_refused_and_what_stays_is_not():
    ran = subprocess.run(
        [sys.executable, "-c", REACHES], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    *refused, tried, local = ran.stdout.splitlines()
    assert len(refused) == 4
    assert tried.split() == ["192.0.2.1:80", "huggingface.co:443", "example.com:80", "8.8.8.8:53"]
    assert local == "local"
    assert "refused to reach out to huggingface.co:443" in ran.stderr


def test_the_one_address_that_is_allowed_is_let_through_and_its_neighbours_are_not():
    reach = REACHES.replace("close_network()", 'close_network("192.0.2.1:80")').replace(
        '("8.8.8.8", 53)', '("192.0.2.1", 81)'
    )
    ran = subprocess.run(
        [sys.executable, "-c", reach], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    tried = ran.stdout.splitlines()[-2]
    assert tried.split() == ["huggingface.co:443", "example.com:80", "192.0.2.1:81"]


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("fe80::1%eth0", False), ("192.168.1.4", False), ("", True)],
)
def test_whose_address_is_the_machines_own(host, own):
    assert is_local(host) is own


def test_what_a_first_visitor_does_reaches_for_nothing(home):
    program = (
        "import sys, suizhi\n"
        "from api.closed import close_network, self_test\n"
        "close_network()\n"
        "print(self_test(suizhi.open(sys.argv[1])))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(home)], capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert (ran.returncode, ran.stdout) == (0, "()\n"), ran.stderr
