"""Documents: made once from frozen rows, archived as bytes, never made again."""
