"""Analyses of a whole extract or result: inspection, reconciliation and others."""
