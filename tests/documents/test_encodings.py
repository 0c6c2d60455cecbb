"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib.documents.encodings import decode, scrub

RU = "Сегодня в Алматы прошёл первый концерт осеннего сезона, на который пришли сотни слушателей.\nВход был свободным."
KK = "Бүгін Астана қаласында жаңа кітапхана ашылды, оған жүздеген оқырман келді.\nКіру тегін болды."
EN = "The café opened in the naïve hope – “soon” – of visitors."


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"]
)
def test_russian(name: str) -> None:
    assert decode(RU.encode(name)) == RU


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "kz1048"])
def test_kazakh(name: str) -> None:
    assert decode(KK.encode(name)) == KK


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "cp1252"])
def test_english(name: str) -> None:
    assert decode(EN.encode(name)) == EN


def test_a_damaged_byte_leaves_utf8() -> None:
    data = RU.encode()
    broken = data[:40] + b"\xff" + data[41:]
    assert decode(broken).count("\ufffd") <= 2
    assert "осеннего" in decode(broken)


def test_a_declared_encoding_is_believed_only_when_asked() -> None:
    page = b'<meta charset="windows-1251"><p>' + "Ой".encode("cp1251")
    assert decode(page, declared=True).endswith("Ой")


def test_nuls_and_line_ends() -> None:
    assert scrub("a\r\nb\rc\x00d\x0ce\u2028f") == "a\nb\ncd\ne\nf"


@given(st.binary(max_size=400))
def test_any_bytes_become_text_without_nuls(data: bytes) -> None:
    assert "\x00" not in decode(data)
