"""Everything that differs between two installations, read from EARLYBRIDGE_* variables."""

from functools import cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.postgres import default_state_dir

ROOT = Path(__file__).resolve().parent.parent
SCHEMES = {"postgresql", "postgres", "postgresql+asyncpg"}


class Settings(BaseSettings):
    """No secret has a default; development fills the gaps with generated ones, production refuses."""

    model_config = SettingsConfigDict(env_prefix="EARLYBRIDGE_", extra="ignore")

    environment: Literal["development", "production"] = "development"
    public_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")

    database_url: SecretStr | None = None
    """Login that may migrate. Without it an embedded PostgreSQL is started."""
    app_database_url: SecretStr | None = None
    """Login of the API, when it is not the one above; by default that login takes the role eb_app."""
    relay_database_url: SecretStr | None = None
    state_dir: Path = Field(default_factory=lambda: default_state_dir(ROOT))
    rate_limit_requests: int = Field(default=600, ge=0)
    """Requests of one client in `rate_limit_seconds`, counted by each process alone; 0 counts nothing."""
    rate_limit_seconds: int = Field(default=60, ge=1, le=3600)
    pool_size: int = Field(default=10, ge=1, le=200)
    wait_seconds: float = Field(default=4.0, gt=0, le=60)
    """Longest wait for a connection or a lock before a request is refused with 503."""

    signing_key_file: Path | None = None
    """Private JWK (EC P-256) with which the token endpoint signs."""
    sealing_key_file: Path | None = None
    """Private JWK whose secret seals what is kept sealed; the signing key when absent. Name the former
    signing key here after replacing it, or nothing sealed can be opened."""
    oidc_issuer: str | None = None
    oidc_audience: str = "earlybridge"
    oidc_tenant_claim: str = "earlybridge_tenant"
    oidc_roles_claim: str = "earlybridge_roles"
    token_minutes: int = Field(default=30, ge=1, le=24 * 60)
    dev_issuer: bool | None = None
    """People of the demo may sign in without an identity provider; never in production."""

    files_url: str | None = None
    """Where documents are kept: file:///folder, s3://bucket/path, gs://bucket/path, az://account/container/path.
    Credentials are found as the cloud's own tools find them."""
    upload_megabytes: int = Field(default=25, ge=1, le=1024)
    """Largest file that is taken."""
    scanner_url: str | None = None
    """ClamAV that looks at every file: clamd://host:port or unix:///socket. None: files are kept unscanned, and say so."""

    relay_enabled: bool = True
    webhooks_may_loop_back: bool = False
    """Development only: webhooks may go to this machine itself, and without TLS."""
    otel_enabled: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    cors_origins: list[str] = []

    @property
    def api_url(self) -> str:
        """Raises: RuntimeError before a database is named."""
        return _secret(self.app_database_url or self.database_url)

    @property
    def api_role(self) -> str | None:
        """Role that the shared login takes for the API; a login of its own needs none."""
        return None if self.app_database_url else "eb_app"

    @property
    def relay_url(self) -> str:
        return _secret(self.relay_database_url or self.database_url)

    @property
    def relay_role(self) -> str | None:
        return None if self.relay_database_url else "eb_relay"

    @property
    def signing_key_path(self) -> Path:
        return self.signing_key_file or self.state_dir / "signing-key.json"

    @property
    def store_url(self) -> str:
        folder = self.state_dir.absolute() / "files"
        return self.files_url or folder.as_uri()

    @property
    def upload_bytes(self) -> int:
        return self.upload_megabytes * 1024 * 1024

    @property
    def sealing_key_path(self) -> Path:
        return self.sealing_key_file or self.signing_key_path

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def dev_issuer_on(self) -> bool:
        return not self.is_production if self.dev_issuer is None else self.dev_issuer

    @property
    def issuer(self) -> str:
        return str(self.public_url).rstrip("/")

    @field_validator("database_url", "app_database_url", "relay_database_url")
    @classmethod
    def _names_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _is_postgresql(url.get_secret_value()):
            raise ValueError("postgresql://user:password@host:port/database expected")
        return url

    @model_validator(mode="after")
    def _production_is_complete(self) -> Self:
        if not self.is_production:
            return self
        if self.dev_issuer_on:
            raise ValueError(
                "EARLYBRIDGE_DEV_ISSUER: the development issuer cannot run in production"
            )
        if self.webhooks_may_loop_back:
            raise ValueError(
                "EARLYBRIDGE_WEBHOOKS_MAY_LOOP_BACK: in production webhooks go to public addresses alone"
            )
        missing = [
            name
            for name, value in (
                ("EARLYBRIDGE_PUBLIC_URL", self.model_fields_set & {"public_url"} or None),
                ("EARLYBRIDGE_DATABASE_URL", self.database_url or self.app_database_url),
                ("EARLYBRIDGE_SIGNING_KEY_FILE", self.signing_key_file),
                ("EARLYBRIDGE_FILES_URL", self.files_url),
                ("EARLYBRIDGE_OIDC_ISSUER", self.oidc_issuer),
            )
            if value is None
        ]
        if missing:
            raise ValueError(f"production needs {', '.join(missing)}")
        return self


def _is_postgresql(url: str) -> bool:
    try:
        found = urlsplit(url)
        return found.scheme in SCHEMES and (found.port or 1) > 0
    except ValueError:
        return False


def _secret(url: SecretStr | None) -> str:
    if url is None:
        raise RuntimeError("EARLYBRIDGE_DATABASE_URL is not set and no embedded PostgreSQL runs")
    return url.get_secret_value()


@cache
def get_settings() -> Settings:
    return Settings()
