"""Questions about contracts, answered from the rules' own world for what a reader may read."""
