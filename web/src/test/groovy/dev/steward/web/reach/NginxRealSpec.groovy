package dev.steward.web.reach

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.web.Browser
import dev.steward.web.Packaged
import dev.steward.web.main.Fences
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The packaged program behind Debian's nginx, set up as the guide says; nginx comes from 127.0.0.2, others from 127.0.0.1. */
@Timeout(400)
class NginxRealSpec extends Specification {

    static final Path GUIDE = Checkout.root().resolve('playbooks/guides/page-in-the-network.md')

    @Shared @TempDir Path dir
    @Shared Made made
    @Shared Packaged program
    @Shared Packaged.Said said
    @Shared Process nginx
    @Shared String token
    @Shared int port
    @Shared int outer
    @Shared String url
    @Shared @AutoCleanup Browser browser
    def soon = new PollingConditions(timeout: 60, delay: 0.2)

    def setupSpec() {
        made = new Made(dir)
        made.issue('page', 'DNS:steward.example.org,DNS:localhost')
        outer = new ServerSocket(0).withCloseable { it.localPort }
        url = "https://steward.example.org:$outer"
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('slow.groovy'), "playbook('Slow') { play('Slow') { hosts 'localhost'; tasks { task('Talk') { shell 'for i in 1 2 3 4 5 6; do echo \"line \$i\"; sleep 1; done' } } } }")
        Files.writeString(dir.resolve('steward.yml'), "inventory: hosts.yml\nplaybooks: .\nschedules: {}\nserver: {url: '$url', trustedProxies: [127.0.0.2], names: [localhost]}\n")
        program = new Packaged(dir)
        said = program.begin('serve', '--port', '0')
        port = said.await(/Steward serves http:\/\/localhost:(\d+)\//) as int
        token = said.await(/shown this once: (\S+)/)
        nginx = proxy()
        browser = new Browser()
    }

    /** What the guide says, with the ports and files of here. */
    private Process proxy() {
        String server = Fences.of(GUIDE, 'nginx')[0]
                .replace('listen 443 ssl', "listen 127.0.0.1:$outer ssl")
                .replaceAll(/\/etc\/letsencrypt\/live\/steward.example.org\/fullchain.pem/, dir.resolve('page.pem') as String)
                .replaceAll(/\/etc\/letsencrypt\/live\/steward.example.org\/privkey.pem/, dir.resolve('page.key') as String)
                .replace('proxy_pass http://127.0.0.1:8580;', "proxy_bind 127.0.0.2; proxy_pass http://127.0.0.1:$port;")
        assert server.contains("http://127.0.0.1:$port") && server.contains("$dir/page.key")
        String temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].collect { "${it}_temp_path $dir/nginx/$it;" }.join(' ')
        Files.createDirectories(dir.resolve('nginx'))
        Files.writeString(dir.resolve('nginx.conf'), "daemon off; pid $dir/nginx.pid; error_log stderr; user root;\nevents {}\nhttp { access_log off; $temp\n$server\n}\n")
        made.sh "nginx -t -c $dir/nginx.conf"
        def process = new ProcessBuilder('nginx', '-c', "$dir/nginx.conf").redirectErrorStream(true).redirectOutput(dir.resolve('nginx.log').toFile()).start()
        new PollingConditions(timeout: 20).eventually { assert out('/sign-in').status == 200 }
        process
    }

    def cleanupSpec() {
        nginx?.destroy()
        nginx?.waitFor(10, TimeUnit.SECONDS)
        said?.process?.destroy()
        said?.end(30)
    }

    /** By the proxy. */
    private Map out(String path, String more = '') { made.curl("--resolve steward.example.org:$outer:127.0.0.1 $more '$url$path'") }

    /** Past the proxy. */
    private Map past(String path, String more = '') { made.curl("$more 'http://localhost:$port$path'") }

    @Row('W-07')
    def 'by the proxy everybody signs in, by TLS alone; past it this machine reads as before'() {
        expect:
        out('/').with { status == 303 && headers.location == '/sign-in?next=%2F' && headers['strict-transport-security'] == 'max-age=31536000' }
        out('/api/v1/runs').status == 401
        out('/api/v1/runs', "-H 'Authorization: Bearer $token'").status == 200
        out('/', "-H 'X-Forwarded-For: 127.0.0.1' -H 'Forwarded: for=127.0.0.1' -H 'X-Forwarded-Host: localhost:$port' -H 'X-Forwarded-Proto: http'").with { status == 303 && headers['strict-transport-security'] }

        and: 'names of strangers are refused, as the proxy hands them on'
        out('/', "-H 'Host: evil.example.org'").status == 421

        and:
        past('/').with { status == 200 && headers['strict-transport-security'] == null }
        past('/', "-H 'X-Forwarded-Proto: https' -H 'X-Forwarded-For: 203.0.113.7'").with { status == 303 && headers['strict-transport-security'] == null }
    }

    def 'a sign-in by the proxy is by cookies of TLS, past it by others, whatever headers say'() {
        when:
        def inside = out('/sign-in', "-H 'Origin: $url' -d 'token=$token'")
        def outside = past('/sign-in', "-H 'X-Forwarded-Proto: https' -d 'token=$token'")

        then:
        [inside, outside]*.status == [303, 303]
        inside.headers['set-cookie'].startsWith("__Host-steward_$port=")
        inside.headers['set-cookie'].contains('; Secure;')
        outside.headers['set-cookie'].startsWith("steward_$port=")
        !outside.headers['set-cookie'].contains('Secure')

        and: 'a page of somebody else begins nothing'
        out('/sign-in', "-H 'Origin: https://evil.example.org' -d 'token=$token'").status == 403
    }

    @Row('W-03')
    def 'a live stream passes the proxy as it comes'() {
        given:
        def begun = out('/api/v1/runs', "-H 'Authorization: Bearer $token' -H 'Content-Type: application/json' -d '{\"playbook\": \"slow.groovy\"}'")
        assert begun.status == 201
        long run = new ObjectMapper().readValue(begun.body as String, Map).id as long

        when:
        def stream = new ProcessBuilder('curl', '-sN', '-m', '60', '--cacert', made.ca as String, '--resolve', "steward.example.org:$outer:127.0.0.1",
                '-H', "Authorization: Bearer $token", '-H', 'Accept: text/event-stream', "$url/api/v1/runs/$run/events").start()
        List<Long> arrived = []
        stream.inputStream.eachLine { if (it =~ /"line \d/) { arrived << System.nanoTime() } }

        then: 'line by line, not all at the end'
        arrived.size() >= 3
        TimeUnit.NANOSECONDS.toMillis(arrived[-1] - arrived[0]) > 1_500
    }

    def 'a browser works through it: sign-in, a live page, a change'() {
        given: 'Chromium knows no steward.example.org, but localhost'
        def page = browser.page(anyCertificate: true)

        when:
        page.navigate("https://localhost:$outer/playbooks/slow.groovy")
        assert page.url().contains('/sign-in?next=')
        page.fill('input[name=token]', token)
        page.click('main button.primary')
        page.waitForURL("https://localhost:$outer/playbooks/slow.groovy")
        page.click('#runform button.primary')
        page.waitForURL("**/runs/*")

        then:
        page.waitForSelector('text=line 2') != null
        page.context().cookies()*.secure.every()
        browser.complaints == []
    }
}
