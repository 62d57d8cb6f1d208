"""Bytes in, the same bytes out, from a folder and from a bucket."""

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal, storage
from franchise_portal.database import db, edge
from franchise_portal.storage import FileMissing, StoredFile
from franchise_portal.storage.stores import BucketStore, FolderStore, store_for
from tests.storage.bucket import bucket


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, app: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """The application's store: a folder, or a bucket behind the S3 protocol."""
    before = app.extensions["storage"]
    if request.param == "folder":
        app.extensions["storage"] = FolderStore(tmp_path / "files")
        yield app.extensions["storage"]
    else:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "eu-central-1",
        }.items():
            monkeypatch.setenv(name, value)
        with bucket("files"):
            storage.init_app(app, replace(app.settings, storage_url="s3://files/portal/"))
            yield app.extensions["storage"]
    app.extensions["storage"] = before


def keep(data: bytes | io.BytesIO, name: str = "ST-1.pdf") -> StoredFile:
    with edge():
        return storage.put(data, name=name, content_type="application/pdf")


def test_bytes_come_back_as_they_were(store: Any) -> None:
    stored = keep(b"%PDF-1.7 hello")
    assert storage.read(stored) == b"%PDF-1.7 hello"
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.7 hello").hexdigest()
    assert stored.size == 14


def test_a_large_file_comes_back_as_it_was(store: Any) -> None:
    data = os.urandom(9 * 1024 * 1024)
    stored = keep(io.BytesIO(data))
    assert storage.read(stored) == data


def test_the_same_bytes_are_kept_once_under_two_names(store: Any) -> None:
    first, second = keep(b"same", "a.pdf"), keep(b"same", "b.pdf")
    assert first.key == second.key
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 2


def test_a_file_that_is_gone_is_named(store: Any) -> None:
    ghost = StoredFile(key="ab/abc", name="x", content_type="text/plain", size=1, sha256="abc")
    with pytest.raises(FileMissing):
        storage.read(ghost)


def test_a_store_that_answers_passes_its_check(store: Any) -> None:
    storage.check()


def test_a_download_is_a_file_and_nothing_else(app: Portal, store: Any) -> None:
    stored = keep(b"%PDF", 'Straße "2026"\r\nX: y.pdf')
    with app.test_request_context("/"), storage.send(stored) as response:
        headers = response.headers
        response.direct_passthrough = False
        assert response.get_data() == b"%PDF"
    assert headers["Content-Disposition"] == (
        'attachment; filename="Stra_e _2026___X: y.pdf"; '
        "filename*=UTF-8''Stra%C3%9Fe%20%222026%22X%3A%20y.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == "4"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_only_harmless_kinds_are_shown_inside_the_browser(app: Portal, store: Any) -> None:
    with edge():
        page = storage.put(b"<script>", name="a.html", content_type="text/html")
        paper = storage.put(b"%PDF", name="a.pdf", content_type="application/pdf")
    for stored, kind in ((page, "attachment"), (paper, "inline")):
        with (
            app.test_request_context("/"),
            storage.send(stored, as_attachment=False) as response,
        ):
            assert response.headers["Content-Disposition"].startswith(kind)


def test_a_proxy_may_read_the_file_itself(app: Portal, tmp_path: Path) -> None:
    before = app.extensions["storage"]
    app.extensions["storage"] = FolderStore(tmp_path / "files")
    app.config["ACCEL_PREFIX"] = "/internal-files"
    try:
        stored = keep(b"%PDF")
        with app.test_request_context("/"):
            response = storage.send(stored)
        assert response.headers["X-Accel-Redirect"] == f"/internal-files/{stored.key}"
        assert response.get_data() == b""
    finally:
        app.config["ACCEL_PREFIX"] = ""
        app.extensions["storage"] = before


def test_a_file_half_written_is_not_there(tmp_path: Path) -> None:
    class Breaking(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("the disk is full")

    store = FolderStore(tmp_path)
    with pytest.raises(OSError, match="full"):
        store.write("ab/abc", Breaking())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_settings_choose_the_store(tmp_path: Path) -> None:
    assert isinstance(store_for("", tmp_path), FolderStore)
    assert store_for(f"file://{tmp_path}", Path("/")).folder == tmp_path
    bucket = store_for("s3://files/a/b/", tmp_path)
    assert isinstance(bucket, BucketStore)
    assert (bucket.bucket, bucket.prefix) == ("files", "a/b/")
