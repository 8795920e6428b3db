"""The sections of a pack, a file each."""
