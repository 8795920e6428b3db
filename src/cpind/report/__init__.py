"""The committee's pack: from figures to the finished document.

`periods` -> what the sections ask for (`registry`) -> one computation and one suppression (`pack`) -> `sections`, with the
sentences of `sentences` -> a Document (`paper`).
"""
