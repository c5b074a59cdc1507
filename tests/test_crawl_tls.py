"""Portals over https: a server that cannot prove who it is gives no evidence, unless the portals file says it may."""

import ipaddress
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from corpus.manifest import NAME, Manifest
from tests.crawling import needs_crawl
from tests.portals import Site, document

pytestmark = needs_crawl


def certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that vouches for itself, in one PEM file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "portal.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A portal over https with one document."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    made = Site(context)
    made.page("/list.html", "<li><a href='/1.docx'>2022年度绩效自评报告</a></li>")
    made.file("/1.docx", document(1))
    yield made
    made.close()


def crawl(folder: Path, site: Site, trusted: Path | None, **more: object) -> tuple[int, str]:
    """Exit code and messages of a crawl by a machine that trusts this certificate alone, or none of this one's."""
    portal = {"name": "p", "hosts": [site.host], "sources": [{"kind": "list", "url": site.url("/list.html")}], **more}
    defaults = {"delay_s": 0, "backoff_s": 0.02, "retries": 1, "allow_private": True}
    told = {"contact": "mailto:crawler@example.org", "defaults": defaults, "portals": [portal]}
    (folder / "portals.yaml").write_text(yaml.safe_dump(told), encoding="utf8")
    command = [sys.executable, "-m", "extract", "crawl", str(folder / "portals.yaml"), "--store", str(folder / "store")]
    environment = os.environ | ({"SSL_CERT_FILE": str(trusted)} if trusted else {})
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def sightings(folder: Path) -> list[tuple[str, str | None]]:
    """(outcome, message) of every look at a document."""
    manifest = Manifest(folder / "store" / NAME, readonly=True)
    try:
        rows = manifest.rows("SELECT outcome, message FROM sightings WHERE sha256 IS NOT NULL")
    finally:
        manifest.close()
    return [(row["outcome"], row["message"]) for row in rows]


def test_a_certificate_that_proves_nothing_gives_no_document(tmp_path: Path, site: Site) -> None:
    code, told = crawl(tmp_path, site, trusted=None)
    assert code == 1
    assert "certificate" in told
    assert sightings(tmp_path) == []


def test_a_trusted_certificate_is_enough(tmp_path: Path, site: Site) -> None:
    code, told = crawl(tmp_path, site, trusted=tmp_path / "portal.pem")
    assert code == 0, told
    assert sightings(tmp_path) == [("new", None)]


def test_a_portal_may_be_taken_unverified_and_every_sighting_says_so(tmp_path: Path, site: Site) -> None:
    code, told = crawl(tmp_path, site, trusted=None, verify_tls=False)
    assert code == 0, told
    assert sightings(tmp_path) == [("new", "the server's certificate was not verified")]
