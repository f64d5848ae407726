import pytest

from digestbot.errors import ParseError
from digestbot.sources.prolog import open_document

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss><channel><title>&j;</title></channel></rss>"
)


def test_document_starts_at_its_root():
    document = open_document('\n<?xml version="1.0"?><!-- c --><?pi x?>\n<rss version="2.0"/>', "u")
    assert (document.text, document.root, document.repairs) == ('<rss version="2.0"/>', "rss", ())


def test_junk_before_the_document_is_dropped_and_named():
    document = open_document("Warning: mysql_connect() in line 3\n<?xml version='1.0'?><rss></rss>", "u")
    assert document.root == "rss"
    assert document.repairs == ("there is text before the XML",)


def test_document_type_is_dropped_and_remembered():
    document = open_document('<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x.dtd"><rss/>', "u")
    assert document.root == "rss"
    assert "netscape" in document.doctype


def test_small_entities_of_the_document_itself_are_put_in():
    document = open_document("<!DOCTYPE r [<!ENTITY co \"Co-op\"><!ENTITY uk '&co; UK'>]><r>&uk; &amp; &co;</r>", "u")
    assert document.text == "<r>Co-op UK &amp; Co-op</r>"


def test_brackets_and_angles_inside_entity_values_do_not_end_the_document_type():
    assert open_document('<!DOCTYPE r [<!ENTITY a "]>"><!-- ]> -->]><r>&a;</r>', "u").text == "<r>]></r>"


def test_billion_laughs_are_refused():
    with pytest.raises(ParseError, match="entity bomb"):
        open_document(BOMB, "u")


def test_quadratic_bomb_is_refused():
    with pytest.raises(ParseError, match="entity bomb"):
        open_document(f'<!DOCTYPE r [<!ENTITY a "{"x" * 5000}">]><r>{"&a;" * 5000}</r>', "u")


def test_entities_that_contain_themselves_are_refused():
    with pytest.raises(ParseError, match="contain themselves"):
        open_document('<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]><r>&a;</r>', "u")


@pytest.mark.parametrize("kind", ['SYSTEM "file:///etc/passwd"', 'PUBLIC "x" "http://127.0.0.1/secret"'])
def test_external_entities_are_left_out(kind):
    document = open_document(f"<!DOCTYPE r [<!ENTITY x {kind}>]><r>[&x;]</r>", "u")
    assert document.text == "<r>[]</r>"
    assert document.repairs == ("external entities were left out",)


def test_a_text_without_elements_has_no_root():
    assert open_document("just words", "u").root == ""
