"""The one place where settings are read; everything below takes plain arguments.

Each setting is an environment variable with the prefix SUIZHI_ (SUIZHI_HOME, SUIZHI_ENCODER, …, as docs/reference/settings.md
lists them); an option of a command goes before it.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from platformdirs import user_data_path
from pydantic import Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.errors import UsageError

if TYPE_CHECKING:
    from search.model import Endpoint
    from suizhi import Suizhi

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """What the product can be told from outside.

    Attributes:
        home: the library folder; it is created when it is first opened, by a question too.
        database: the URL of a PostgreSQL database that holds the library's rows in place of a file in the folder (extra
            `postgres`); it may hold a password, and is shown without.
        encoder: "embedded", or the folder of a sentence-transformers model, or its name in this
            machine's cache (extra `models`).
        rereader: "none", or the folder or name of a cross-encoder that reads the first hits again (extra
            `models`).
        host, port: where `suizhi serve` listens; this machine only, unless told otherwise.
        access: whether users log in; not said, they do unless only this machine is listened to, where it
            can be left out. Behind a proxy on the same machine it must be said.
        requests_per_minute: that one user may send.
        session_hours: after which a user logs in again.
        tls_cert, tls_key: the files of a certificate, to serve HTTPS.
        https: whether a proxy before the service does; browsers then send the cookie by HTTPS only.
        upload_limit_mb: the largest upload taken over HTTP, in MiB; scans of 200 pages stay below 100.
        read_seconds: how long the reading of one file may take; 300 scanned pages take up to 900.
        read_megabytes: how much memory the process that reads files may take, in MiB, with some 250 for its
            dictionaries; recognition of scans and large tables take one or two thousand.
        llm_url, llm_model, llm_key, llm_seconds: an OpenAI-compatible endpoint that may word questions and answers; none
            is asked unless the address is set. The seconds are for one request, of which a question makes two at most.
        log_level: what `suizhi serve` writes to standard error; "info" has a line a request.
        log_format: "text" for people, "json" for a collector of logs.
    """

    model_config = SettingsConfigDict(env_prefix="SUIZHI_", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("suizhi", appauthor=False))
    database: str = Field(default="", repr=False)
    encoder: str = "embedded"
    rereader: str = "none"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    upload_limit_mb: int = Field(default=100, ge=1)
    read_seconds: int = Field(default=900, ge=1)
    read_megabytes: int = Field(default=4096, ge=512)
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    log_format: Literal["text", "json"] = "text"

    def open_room(self) -> Suizhi:
        """The library in `home`, as the doors use it."""
        from search.reading import Bounds
        from suizhi import Suizhi

        bounds = Bounds(self.read_seconds, self.read_megabytes)
        return Suizhi(
            self.home,
            self.encoder,
            bounds,
            rereader=self.rereader,
            database=self.database,
            model=self._endpoint(),
        )

    def _endpoint(self) -> Endpoint | None:
        """The language model, None unless one is set."""
        if self.llm_url is None:
            return None
        from search.model import Endpoint

        key = self.llm_key.get_secret_value()
        return Endpoint(str(self.llm_url), self.llm_model, key, self.llm_seconds)

    llm_url: HttpUrl | None = None
    llm_model: str = "default"
    llm_key: SecretStr = SecretStr("")
    llm_seconds: float = Field(default=10.0, gt=0, le=120)
    access: bool | None = None
    requests_per_minute: int = Field(default=600, ge=1)
    session_hours: float = Field(default=12.0, gt=0)
    tls_cert: Path | None = None
    tls_key: Path | None = None
    https: bool = False

    @property
    def guarded(self) -> bool:
        """Whether users log in."""
        return not is_this_machine(self.host) if self.access is None else self.access

    @property
    def secure(self) -> bool:
        """Whether browsers come by HTTPS."""
        return self.https or self.tls_cert is not None

    @property
    def outside(self) -> str | None:
        """Host and port of the language model, the one address outside that may be asked; None where none is set."""
        return f"{self.llm_url.host}:{self.llm_url.port}" if self.llm_url else None

    @property
    def upload_limit(self) -> int:
        """The largest upload in bytes."""
        return self.upload_limit_mb * MEBIBYTE


def is_this_machine(host: str) -> bool:
    """Whether an address to listen at is reached from this machine only.

    >>> [is_this_machine(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.1.2.3", "")]
    [True, True, True, False, False, False]
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_settings(home: Path | None = None, **given: object) -> Settings:
    """Settings from the environment, with `home` and whatever else is `given` (and not None) before it.

    Raises:
        UsageError: a setting has a value that cannot be.
    """
    chosen = {name: value for name, value in {"home": home, **given}.items() if value is not None}
    try:
        settings = Settings(**chosen)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"SUIZHI_{first['loc'][0]}".upper()
        raise UsageError(
            f"设置 {name} 的值不可用：{first['input']!r}", "请改正该环境变量或命令行选项"
        ) from error
    return settings.model_copy(update={"home": settings.home.expanduser().absolute()})
