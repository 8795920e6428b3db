"""What every room uses: columns and headings, periods and dates, units and rounding, the words of case systems, the extract."""
