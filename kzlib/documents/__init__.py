"""Any input in, articles out: ``read`` yields a :class:`Document` or a :class:`Reject` an item."""

from kzlib.documents.document import Document, Reject
from kzlib.documents.reading import explain, portions, read, read_all

__all__ = ["Document", "Reject", "explain", "portions", "read", "read_all"]
