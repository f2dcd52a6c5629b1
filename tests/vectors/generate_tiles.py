"""Write the F6 vectors: python tests/vectors/generate_tiles.py.

Spells paths and counts tiles from the words of C2SP tlog-tiles, not with the
module under test.
"""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "F6-tiles"

Case = dict[str, object]

GOOD_PATHS = {
    "first": ("tile/0/000", 0, 0, 256, "index 0 has three digits"),
    "thousands": ("tile/0/x001/x234/067", 0, 1_234_067, 256, "the specification's own example"),
    "round-thousand": ("tile/3/x001/000", 3, 1_000, 256, "a group of zeros is still a group"),
    "highest-level": ("tile/63/999", 63, 999, 256, "levels end at 63"),
    "partial": ("tile/1/000.p/17", 1, 0, 17, "the width follows .p/"),
    "partial-widest": ("tile/0/x272/999.p/255", 0, 272_999, 255, "255 is the last partial width"),
    "entries": ("tile/entries/x001/002", None, 1_002, 256, "entries have no level"),
    "entries-partial": ("tile/entries/000.p/1", None, 0, 1, "a bundle of one entry"),
}
BAD_PATHS = {
    "empty_fail": ("", "no path"),
    "no-tile_fail": ("tiles/0/000", "another word"),
    "leading-slash_fail": ("/tile/0/000", "paths are below the prefix"),
    "trailing-slash_fail": ("tile/0/000/", "one spelling only"),
    "trailing-newline_fail": ("tile/0/000\n", "one spelling only"),
    "level-leading-zero_fail": ("tile/00/000", "no additional leading zeros"),
    "level-64_fail": ("tile/64/000", "levels end at 63"),
    "level-negative_fail": ("tile/-1/000", "a sign is no digit"),
    "level-word_fail": ("tile/data/000", "sumdb's word, not this standard's"),
    "height-too_fail": ("tile/8/0/000", "sumdb's layout, not this standard's"),
    "index-short_fail": ("tile/0/00", "groups have three digits"),
    "index-long_fail": ("tile/0/0000", "groups have three digits"),
    "index-no-x_fail": ("tile/0/001/234", "all groups but the last begin with x"),
    "index-x-last_fail": ("tile/0/x001", "the last group has no x"),
    "index-leading-group_fail": ("tile/0/x000/001", "a leading group of zeros is a second name"),
    "index-endless_fail": ("tile/0/" + "x999/" * 6 + "999", "beyond 63 bits"),
    "index-arabic-digits_fail": ("tile/0/\u0660\u0660\u0661", "decimal ASCII digits only"),
    "width-zero_fail": ("tile/0/000.p/0", "an empty tile is never served"),
    "width-256_fail": ("tile/0/000.p/256", "a full tile has no suffix"),
    "width-999_fail": ("tile/0/000.p/999", "wider than a tile"),
    "width-leading-zero_fail": ("tile/0/000.p/01", "no additional leading zeros"),
    "width-missing_fail": ("tile/0/000.p/", "the suffix says how wide"),
    "width-flat_fail": ("tile/0/000.p1", "the suffix has a slash"),
    "width-plus_fail": ("tile/0/000.p/+1", "a sign is no digit"),
    "width-underscore_fail": ("tile/0/000.p/1_0", "int() would take it"),
    "traversal_fail": ("tile/0/../../000", "no way out of the folder"),
}
# size -> (full, width of the partial one) for each level from 0
TREES = {
    "empty": (0, [], "no tile at all"),
    "one": (1, [[0, 1]], "one partial tile, nothing above"),
    "255": (255, [[0, 255]], "a tile about to be full"),
    "256": (256, [[1, 0], [0, 1]], "the specification's own example"),
    "257": (257, [[1, 1], [0, 1]], "one full, one partial"),
    "65535": (65_535, [[255, 255], [0, 255]], "all rows about to be full"),
    "65536": (65_536, [[256, 0], [1, 0], [0, 1]], "a level is born"),
    "70000": (70_000, [[273, 112], [1, 17], [0, 1]], "the specification's own example"),
}
BUNDLES = {
    "two-entries": ("0003616263" + "0000", 2, ["616263", ""], "an entry may be empty"),
    "length-two-bytes": ("0100" + "ab" * 256, 1, ["ab" * 256], "lengths are big-endian"),
    "nothing_fail": ("", 1, None, "a bundle holds what its width says"),
    "too-few_fail": ("000161", 2, None, "a bundle holds what its width says"),
    "too-many_fail": ("000161" + "000162", 1, None, "an entry beyond the width would hide"),
    "cut-in-length_fail": ("000161" + "00", 2, None, "half a length"),
    "cut-in-entry_fail": ("00036162", 1, None, "less than its length says"),
    "trailing-byte_fail": ("00016100", 1, None, "bytes after the last entry"),
}


def cases() -> dict[str, dict[str, Case]]:
    """Give each file's cases, by file name and case name."""
    good: dict[str, Case] = {
        name: {"why": why, "path": path, "level": level, "index": index, "width": width}
        for name, (path, level, index, width, why) in GOOD_PATHS.items()
    }
    bad: dict[str, Case] = {
        name: {"why": why, "path": path} for name, (path, why) in BAD_PATHS.items()
    }
    return {
        "paths.json": good | bad,
        "trees.json": {
            name: {"why": why, "tree_size": tree_size, "rows": rows}
            for name, (tree_size, rows, why) in TREES.items()
        },
        "bundles.json": {
            name: {"why": why, "bundle": bundle, "width": width, "entries": entries}
            for name, (bundle, width, entries, why) in BUNDLES.items()
        },
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_name, by_name in cases().items():
        (FOLDER / file_name).write_text(json.dumps(by_name, indent=1) + "\n")
