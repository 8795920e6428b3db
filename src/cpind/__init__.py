"""cpind: the child protection indicators of English local authorities, as DfE counts them."""

__version__ = "0.1.0"
