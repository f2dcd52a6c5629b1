"""What holds for every test."""

import os

from hypothesis import settings

# No deadline: two processes share two cores, so a slow example says nothing about the code.
# Where a change is judged, every run tries the same examples; at a desk, each tries new ones.
settings.register_profile("desk", deadline=None)
settings.register_profile("judged", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("judged" if os.environ.get("CI") else "desk")
