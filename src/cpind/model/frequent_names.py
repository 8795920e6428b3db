"""The most frequent surnames in England, and forenames of children: half of all lists of names contain some of them,
and hardly any list of wards does."""

from __future__ import annotations

_NAMES = """
smith jones taylor brown williams wilson johnson davies patel robinson wright thompson evans walker white roberts
hughes hall edwards wood harris lewis clarke jackson clark turner hill cooper morris ward moore baker harrison king
morgan allen james scott phillips watson davis parker price bennett young griffiths mitchell kelly cook carter
richardson bailey collins bell shaw murphy miller cox richards khan marshall anderson simpson ellis adams singh
begum wilkinson foster chapman powell webb rogers gray mason ali hunt hussain campbell matthews owen palmer holmes
mills barnes knight lloyd butler russell barker fisher stevens jenkins murray dixon harvey ahmed fletcher kaur
o'brien green stewart thomas martin oliver jack harry george noah charlie jacob alfie freddie oscar leo archie theo
william lucas henry max ethan joshua daniel samuel alexander arthur mohammed muhammad mohammad adam benjamin ryan
tyler callum connor jayden liam nathan luke matthew michael david john paul peter robert mark andrew amelia olivia
isla emily poppy ava isabella jessica lily sophie mia ella evie amy anna chloe lucy daisy freya alice ruby sienna
phoebe layla zara aisha fatima maryam emma hannah holly megan katie sarah jane mary rachel rebecca laura claire
karen susan helen grace charlotte sophia
"""

FREQUENT_NAMES = frozenset(_NAMES.split())
