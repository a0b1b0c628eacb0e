from web.paper.paging import MAP_MM, PAGE_MM, USUAL_PRINT, Block, into_pages, map_height_mm


def row(height_mm: float) -> Block:
    return Block("<tr></tr>", height_mm, is_row=True)


def test_what_fits_stays_on_one_page() -> None:
    pages, left_mm = into_pages([Block("head", 60), row(20), row(20)], 8)
    assert [len(page) for page in pages] == [3]
    assert left_mm == PAGE_MM - 60 - 8 - 40


def test_no_page_is_overfull_and_nothing_is_lost() -> None:
    blocks = [Block("head", 60), *(row(30) for _ in range(20)), Block("foot", 40)]
    pages, left_mm = into_pages(blocks, 8)
    assert [block for page in pages for block in page] == blocks
    assert len(pages) == 3
    for page in pages:
        assert sum(block.height_mm for block in page) + 8 * any(block.is_row for block in page) <= PAGE_MM
    assert left_mm > 0


def test_a_block_higher_than_a_page_has_a_page_of_its_own() -> None:
    pages, _ = into_pages([Block("head", 60), row(PAGE_MM + 50), row(20)], 8)
    assert [len(page) for page in pages] == [1, 1, 1]


def test_a_map_goes_below_where_there_is_room_and_on_its_own_page_where_not() -> None:
    assert map_height_mm(MAP_MM[0] + 20) is not None
    assert map_height_mm(MAP_MM[0] - 1) is None
    assert map_height_mm(PAGE_MM) == MAP_MM[1]


def test_longer_words_stand_higher() -> None:
    assert USUAL_PRINT.height_mm("a") == USUAL_PRINT.line_mm
    assert USUAL_PRINT.height_mm("a" * 300) >= 3 * USUAL_PRINT.line_mm
    assert USUAL_PRINT.place_height_mm("a" * 90, "b") == 3 * USUAL_PRINT.line_mm
