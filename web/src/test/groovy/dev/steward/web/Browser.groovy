package dev.steward.web

import com.microsoft.playwright.Browser as Chromium
import com.microsoft.playwright.BrowserContext
import com.microsoft.playwright.BrowserType
import com.microsoft.playwright.Page
import com.microsoft.playwright.Playwright
import com.microsoft.playwright.options.ColorScheme
import java.nio.file.Files
import java.nio.file.Path

/** Debian's Chromium, driven by Debian's Node; what a page complains about or asks of others is kept. */
class Browser implements AutoCloseable {

    private final Playwright playwright
    private final Chromium chromium
    final List<String> complaints = [].asSynchronized()

    Browser() {
        String node = tool('node', 'nodejs')
        String binary = tool('chromium', 'chromium')
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv([PLAYWRIGHT_NODEJS_PATH: node, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1']))
        chromium = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of(binary))
                .setHeadless(true)
                .setArgs(['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
                          '--disable-component-update', '--disable-sync', '--font-render-hinting=none']))
    }

    private static String tool(String name, String debian) {
        String found = System.getenv('PATH').split(':').collect { Path.of(it, name) }.find { Files.isExecutable(it) }
        assert found: "$name is missing; install it: apt-get install -y $debian"
        found
    }

    Page page(Map how = [:]) {
        BrowserContext context = chromium.newContext(new Chromium.NewContextOptions()
                .setViewportSize(how.width ?: 1360, how.height ?: 860)
                .setColorScheme(how.dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setIgnoreHTTPSErrors(how.anyCertificate ?: false)
                .setJavaScriptEnabled(how.script != false))
        Page page = context.newPage()
        String origin = how.origin
        page.onConsoleMessage { if (it.type() in ['error', 'warning']) { complaints << "${it.type()}: ${it.text()}".toString() } }
        page.onPageError { complaints << "page error: $it".toString() }
        page.onRequest { request ->
            if (origin && !request.url().startsWith(origin) && !request.url().startsWith('data:')) {
                complaints << "left the origin: ${request.url()}".toString()
            }
        }
        page
    }

    @Override
    void close() {
        chromium.close()
        playwright.close()
    }
}
