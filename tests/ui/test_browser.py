"""The page in a real browser: headless Chromium against the app on the loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = [pytest.mark.browser, pytest.mark.model]

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=1280,900",
]  # fmt: skip

# The first question also loads the models.
PATIENCE = 90

HOSTILE = """Prices of $870 million and $890 million *rise* [x](javascript:pwned())

The <script>window.pwned = 1</script> tariff of the Vellmar canal is $12 a barge, and
<img src=x onerror="window.pwned = 1"> nobody at Vellmar will say why.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, started as the README says, over a library that does not exist yet."""
    if CHROMIUM is None or DRIVER is None:
        if os.environ.get("ATTEST_BROWSER_TEST") == "required":
            pytest.fail("the browser test is required, and no Chromium with its driver is here")
        pytest.skip("no Chromium with its driver (chromedriver) is installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    library = tmp_path_factory.mktemp("browser") / "library.db"
    app = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
         "--server.headless", "true"],
        cwd=ROOT, env={**os.environ, "ATTEST_LIBRARY": str(library)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for_server(url)
        yield url
    finally:
        app.terminate()
        app.wait(timeout=20)


def wait_for_server(url: str) -> None:
    for _ in range(PATIENCE * 2):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail("the app did not start")


@pytest.fixture(scope="module")
def browser(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    driver.get(address)
    yield driver
    driver.quit()


def see(browser: webdriver.Chrome, selector: str, words: str = "") -> WebElement:
    """The last element of *selector* that shows *words*, once there is one."""

    def found(_: webdriver.Chrome) -> WebElement | None:
        script = (
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter(e => e.textContent.includes(arguments[1]) && e.offsetParent).pop() || null"
        )
        element: WebElement | None = browser.execute_script(script, selector, words)
        return element

    message = f"{selector!r} with {words!r} did not appear"
    return WebDriverWait(browser, PATIENCE, 0.2).until(found, message)


def still(browser: webdriver.Chrome) -> None:
    """Wait until the page is drawn: what is typed while a box is drawn anew is lost.

    Drawn is what stays so: between an act and its drawing, the page looks drawn for a moment.
    """
    drawn = "return document.querySelector('[data-test-script-state=notRunning]') !== null"
    seen: list[bool] = []

    def stays_so(b: webdriver.Chrome) -> bool:
        seen.append(b.execute_script(drawn))
        return len(seen) > 1 and seen[-1] and seen[-2]

    WebDriverWait(browser, PATIENCE, 0.2).until(stays_so, "still drawing")


def ask(browser: webdriver.Chrome, question: str) -> None:
    still(browser)
    see(browser, "textarea[data-testid=stChatInputTextArea]").send_keys(question, Keys.ENTER)
    see(browser, ".question", question)


def wait_for_address(browser: webdriver.Chrome, part: str) -> None:
    """The page writes its address a moment after it is drawn."""
    message = f"{part!r} did not get into the address"
    WebDriverWait(browser, PATIENCE, 0.2).until(lambda b: part in b.current_url, message)


def press(browser: webdriver.Chrome, selector: str, words: str = "") -> None:
    """Click on what ``see`` finds, once the page is drawn; again where it was drawn anew."""

    def pressed(_: webdriver.Chrome) -> bool:
        still(browser)
        element = see(browser, selector, words)
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        return True

    drawn_anew = (StaleElementReferenceException, ElementNotInteractableException)
    waiting = WebDriverWait(browser, PATIENCE, 0.2, ignored_exceptions=drawn_anew)
    waiting.until(pressed, f"{selector!r} with {words!r} could not be clicked")


def press_at_once(browser: webdriver.Chrome, first: str, then: str) -> None:
    """Click on *first*, and on *then* the moment it is there, while the rest is still drawn."""
    browser.execute_script(
        "document.querySelector(arguments[0]).click();"
        "const timer = setInterval(() => {"
        "  const next = document.querySelector(arguments[1]);"
        "  if (next) { clearInterval(timer); next.click(); }"
        "}, 5);",
        first,
        then,
    )


def test_a_question_asked_in_the_browser_is_answered_with_a_quotation(
    browser: webdriver.Chrome,
) -> None:
    # An empty library offers the samples with one click.
    press(browser, "button", "look around with 12 sample articles")
    see(browser, ".count", "12 articles")

    # The answer is a card: the quotation, its sentence with the quotation marked, the source.
    ask(browser, "How much does Seoul pay a year under its present agreement?")
    see(browser, ".card .quotation", "million")
    quoted = browser.find_element(By.CSS_SELECTOR, ".card .quotation").text.strip("“”")
    assert quoted in ("$870 million", "$890 million")
    assert browser.find_element(By.CSS_SELECTOR, ".card .sentence mark").text == quoted
    assert browser.find_element(By.CSS_SELECTOR, ".card .source cite").text

    # A click opens the article, with the quotation marked and in sight.
    press(browser, "button", "Open")
    mark = see(browser, ".article mark.quoted", quoted)
    WebDriverWait(browser, 10).until(
        lambda b: b.execute_script(
            "const m = arguments[0].getBoundingClientRect();"
            "const p = arguments[0].closest('.st-key-pane').getBoundingClientRect();"
            "return m.top >= p.top && m.bottom <= p.bottom && m.bottom <= innerHeight",
            mark,
        ),
        "the quotation is not in sight in the opened article",
    )
    wait_for_address(browser, "start=")
    press(browser, "button", "Close")

    # Not in the articles: said calmly, with the closest passages; and the history stays.
    ask(browser, "Who won the chess championship in Reykjavik?")
    see(browser, ".card.silent", "The articles do not say.")
    assert browser.find_element(By.CSS_SELECTOR, ".card .quotation").text.strip("“”") == quoted


def test_hostile_text_shows_as_itself(browser: webdriver.Chrome, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    see(browser, ".count", "12 articles")
    browser.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(path))
    see(browser, ".report", "1 added")
    see(browser, ".count", "13 articles")
    ask(browser, "What is the tariff of the Vellmar canal?")
    see(browser, ".card .sentence, .passage", "<script>window.pwned = 1</script>")
    press(browser, ".st-key-open-2 button, .st-key-open-2-0 button", "Open")
    see(browser, ".article", '<img src=x onerror="window.pwned = 1">')
    assert browser.execute_script("return window.pwned") is None
    assert not browser.find_elements(By.CSS_SELECTOR, "a[href^=javascript], .katex, img[src=x]")
    press(browser, "button", "Close")


def narrow(browser: webdriver.Chrome) -> None:
    browser.set_window_size(400, 850)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 400, "height": 850, "deviceScaleFactor": 1, "mobile": False},
    )


def is_in_sight(browser: webdriver.Chrome, element: WebElement) -> bool:
    inside: bool = browser.execute_script(
        "const r = arguments[0].getBoundingClientRect();"
        "return r.top >= 0 && r.bottom <= innerHeight",
        element,
    )
    return inside


def test_a_statement_is_checked_and_a_draft_is_redrawn_with_its_verdicts(
    browser: webdriver.Chrome,
) -> None:
    # A question that states a figure offers to be checked; the claim has its own address.
    ask(browser, "Washington keeps 82,500 American troops in South Korea")
    wait_for_address(browser, "q=Washington+keeps")
    press(browser, "[class*=st-key-offer] a", "Check this claim")
    see(browser, ".tally", "1\xa0refuted")
    wait_for_address(browser, "/check?claim=Washington+keeps+82%2C500")
    evidence = see(browser, ".evidence", "The articles say 28,500; you wrote 82,500.")
    assert evidence.find_element(By.CSS_SELECTOR, "mark").text == "28,500"

    # A draft of one's own: every claim has a word, and markup in it shows as itself.
    box = see(browser, ".stTextArea textarea")
    box.send_keys(". The <script>window.pwned = true</script> mood was tense.")
    press(browser, ".st-key-check button")
    see(browser, ".tally", "1\xa0nothing\xa0to\xa0check")
    assert see(browser, ".said.refuted").text.startswith("Washington keeps 82,500")
    see(browser, ".draft", "The <script>window.pwned = true</script> mood")
    assert browser.execute_script("return window.pwned") is None
    WebDriverWait(browser, PATIENCE).until(lambda b: b.current_url.endswith("/check"))

    # The word leads to the evidence, and the evidence opens the article at the place.
    press(browser, ".draft a.tag", "refuted")
    WebDriverWait(browser, 10).until(lambda b: is_in_sight(b, see(b, ".claim .tag", "refuted")))
    press(browser, "[class*=st-key-open-claim] button", "Open")
    mark = see(browser, ".article mark.quoted", "28,500")
    WebDriverWait(browser, 10).until(lambda b: is_in_sight(b, mark))
    press(browser, "button", "Close")

    narrow(browser)
    see(browser, ".draft a.tag", "refuted")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.set_window_size(1280, 900)

    # The conversation is as it was. The sidebar is still on its way back into the wide page.
    browser.execute_script("arguments[0].click()", see(browser, ".st-key-pages a", "Ask"))
    see(browser, ".question", "Washington keeps 82,500 American troops")
    see(browser, ".card .quotation")


def test_a_question_is_kept_to_a_publisher_and_to_the_opened_article(
    browser: webdriver.Chrome,
) -> None:
    press(browser, ".stSidebar summary", "Filter")
    see(browser, ".st-key-since input").send_keys("2019", Keys.ENTER)
    see(browser, ".stSidebar .only", "from 1 Jan 2019")
    see(browser, ".st-key-publishers input").send_keys("Meridian", Keys.ENTER, Keys.ESCAPE)
    see(browser, ".stSidebar .only", "from 1 Jan 2019, The Meridian Post")
    ask(browser, "How much does Seoul pay a year?")
    see(browser, "[class*=st-key-turn] .only", "The Meridian Post")
    assert see(browser, ".card .quotation", "$890").text == "“$890 million”"
    wait_for_address(browser, "since=2019&publisher=The+Meridian+Post")

    # The opened article asked alone: the button is in a fragment, the filter on the whole page.
    press(browser, "[class*=st-key-actions] button", "Open")
    title = see(browser, ".masthead h2").text
    press(browser, ".st-key-ask-only button")
    see(browser, ".stSidebar .only", f"“{title[:20]}")
    see(browser, ".stSidebar .count", "1 of ")
    press(browser, "button", "Close")
    press(browser, ".st-key-clear-box button", "Clear")
    WebDriverWait(browser, PATIENCE).until(
        lambda b: not b.find_elements(By.CSS_SELECTOR, ".stSidebar .only")
    )


def test_figures_are_searched_by_an_address_and_those_that_differ_stand_side_by_side(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.execute_script("arguments[0].click()", see(browser, ".st-key-pages a", "Figures"))
    see(browser, ".tally", "The first 40 figures")
    still(browser)
    see(browser, ".st-key-words input").send_keys("pays", Keys.ENTER)
    wait_for_address(browser, "/figures?words=pays")
    see(browser, ".differ-head", "Articles differ")
    still(browser)
    cards = browser.find_elements(By.CSS_SELECTOR, ".figure-card .printed")
    assert [card.text for card in cards] == ["$890 million a year", "$870 million a year"]

    # The address alone gives the same list; what is wrong in it is passed over.
    browser.get(f"{address}/figures?words=pays&kind=Money&sort=nonsense")
    see(browser, ".tally", "7 figures")
    assert "nonsense" not in browser.current_url

    # A click opens the article at the figure, and shows below it what another article prints.
    browser.get(f"{address}/figures?words=seoul+pays&kind=Money")
    press(browser, ".st-key-open-figure-0 button", "Open")
    mark = see(browser, ".article mark.quoted", "$870 million a year")
    WebDriverWait(browser, 10).until(lambda b: is_in_sight(b, mark))
    see(browser, ".st-key-figure-0 .figure-card", "$890 million a year")
    press(browser, "button", "Close")

    narrow(browser)
    see(browser, ".st-key-figure-0 .figure-card", "$890 million a year")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.set_window_size(1280, 900)

    # Another page has nothing of this in its address.
    browser.execute_script("arguments[0].click()", see(browser, ".st-key-pages a", "Ask"))
    see(browser, "textarea[data-testid=stChatInputTextArea]")
    WebDriverWait(browser, 10).until(lambda b: "words=" not in b.current_url)
    ask(browser, "How much does Seoul pay a year under its present agreement?")
    see(browser, ".card .quotation", "million")


def write_over(browser: webdriver.Chrome, label: str, words: str) -> None:
    """Write into a box of the opened article as one does with a keyboard, and press Enter."""
    box = see(browser, f".st-key-pane input[aria-label='{label}']")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
    still(browser)
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(words, Keys.ENTER)


def close_article(browser: webdriver.Chrome) -> None:
    """Close the opened article, and wait until it is gone: the next one has the same boxes."""
    press(browser, ".st-key-close button")
    WebDriverWait(browser, PATIENCE).until(
        lambda b: not b.find_elements(By.CSS_SELECTOR, ".st-key-pane")
    )


def test_the_library_takes_files_shows_copies_is_corrected_and_undoes_a_removal(
    browser: webdriver.Chrome, address: str, tmp_path: Path
) -> None:
    browser.execute_script("arguments[0].click()", see(browser, ".st-key-pages a", "Library"))
    see(browser, ".st-key-shelf .tally", "13 articles")

    # Files are told one by one: a reprint under a hostile headline, and one that cannot be read.
    report = ROOT / "qa/samples/tamsen-water-rationing.txt"
    headline = "<img src=x onerror=window.pwned=1> ![x](http://127.0.0.1:1/x) $5 and $6"
    sample = report.read_text(encoding="utf-8")
    first = next(line for line in sample.splitlines() if line.startswith("Taps go dry"))
    (tmp_path / "reprint.txt").write_text(sample.replace(first, headline, 1), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    files = "\n".join(str(tmp_path / name) for name in ("reprint.txt", "empty.txt"))
    browser.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(files)
    see(browser, ".report", "1 added, 1 could not be read.")
    see(browser, ".files li", "empty.txt: the file is empty.")
    see(browser, ".files li", "reprint.txt: added")
    see(browser, ".st-key-shelf .tally", "14 articles")

    # Words find titles and publishers, at an address; a copy is named, and opens.
    still(browser)
    see(browser, ".st-key-titles input").send_keys("taps", Keys.ENTER)
    wait_for_address(browser, "/library?titles=taps")
    see(browser, ".st-key-shelf .tally", "1 article found")
    see(browser, "[class*=st-key-open-row] button", first)
    press(browser, ".st-key-rows summary", "Also in 1: Harbor Wire")
    press(browser, ".st-key-rows .stExpander button", "<img src=x")
    see(browser, ".st-key-pane .masthead h2", headline)
    see(browser, ".article .furniture", "Front page / Weather")
    wait_for_address(browser, "titles=taps&article=")
    close_article(browser)

    # Date and publisher are corrected with the keyboard; what cannot be is told.
    press(browser, "[class*=st-key-open-row] button", first)
    see(browser, ".st-key-pane .masthead h2", first)
    press(browser, ".st-key-pane summary", "Correct date or publisher")
    write_over(browser, "Printed on", "2022-02-30")
    see(browser, ".st-key-pane .fault", "is not a day")
    write_over(browser, "Printed on", "7 Sep 2022")
    see(browser, ".notice", "Corrected: “Taps go dry")
    see(browser, ".st-key-rows .meta", "Harbor Wire · 7 Sep 2022 · corrected by hand")
    see(browser, ".st-key-pane .masthead .source", "7 Sep 2022")
    see(browser, ".st-key-pane .aside", "As printed: 6 Sep 2022, Harbor Wire.")

    # One story is asked alone, and the address says so.
    press(browser, ".st-key-pane summary", "Also in 1")
    press(browser, ".st-key-pane button", "Ask only this story")
    see(browser, ".stSidebar .only", "the story “")
    wait_for_address(browser, "story=")
    see(browser, ".stSidebar .count", "2 of 14 articles")
    press(browser, ".st-key-take-back button")
    see(browser, ".st-key-rows .meta", "Harbor Wire · 6 Sep 2022")
    close_article(browser)

    # Linked to, it is the same; several are removed at once, and put back.
    browser.get(f"{address}/library?story={browser.current_url.rpartition('story=')[2]}")
    see(browser, ".st-key-shelf .tally", "2 articles found")
    see(browser, "[class*=st-key-open-row] button", first)
    still(browser)
    press_at_once(browser, ".st-key-choose-all button", ".st-key-remove-chosen button")
    see(browser, ".st-key-removed", "Removed 2 articles.")
    see(browser, ".stSidebar .count", "12 articles")
    press(browser, ".st-key-undo button")
    see(browser, ".stSidebar .count", "14 articles")
    assert browser.execute_script("return window.pwned") is None
    assert not browser.find_elements(By.CSS_SELECTOR, "img[src=x], .katex, img[src*='127.0.0.1:1']")

    narrow(browser)
    see(browser, ".st-key-rows summary", "Also in 1")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400
    press(browser, "[class*=st-key-open-row] button")
    see(browser, ".st-key-pane summary", "Correct date or publisher")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400
    close_article(browser)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.set_window_size(1280, 900)

    browser.execute_script("arguments[0].click()", see(browser, ".st-key-pages a", "Ask"))
    ask(browser, "How much does Seoul pay a year under its present agreement?")
    see(browser, ".card .quotation", "million")


def test_a_narrow_page_does_not_scroll_sideways(browser: webdriver.Chrome) -> None:
    narrow(browser)
    see(browser, ".card .quotation")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 400


def test_nothing_but_this_machine_was_asked_for_anything(
    browser: webdriver.Chrome, address: str
) -> None:
    asked = browser.execute_script(
        "return performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
