"""Sets up and runs Överens on one machine: environment, servers, processes. Standard library and wheels only."""
