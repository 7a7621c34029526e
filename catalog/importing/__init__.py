"""Import of a shop's folder: everything is checked first, then all of it is written or nothing."""

from catalog.importing.difference import Difference, PriceMove
from catalog.importing.folder import ShopFolder, fingerprint, read_folder
from catalog.importing.importer import ImportFailedError, ImportReport, import_folder
from catalog.importing.missing import hints
from catalog.importing.problems import Problem

__all__ = [
    "Difference",
    "ImportFailedError",
    "ImportReport",
    "PriceMove",
    "Problem",
    "ShopFolder",
    "fingerprint",
    "hints",
    "import_folder",
    "read_folder",
]
