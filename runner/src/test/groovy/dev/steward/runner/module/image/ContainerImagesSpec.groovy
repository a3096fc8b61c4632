package dev.steward.runner.module.image

import com.sun.net.httpserver.HttpServer
import dev.steward.house.Row
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.Outcome
import dev.steward.runner.secret.Secret
import dev.steward.runner.module.power.Daemons
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.TempDir

/** Against a registry that speaks the published API on loopback, and a docker command that prints what Docker prints. */
class ContainerImagesSpec extends ModuleTry {

    static final String OLD = 'sha256:' + 'a' * 64
    static final String NEW = 'sha256:' + 'b' * 64

    @TempDir Path dir
    HttpServer registry = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
    String name
    List<String> asked = [].asSynchronized()
    Map<String, String> tags = [:]
    String wanted = ''
    int status = 200
    boolean silent
    Daemons.Here here = new Daemons.Here()

    void setup() {
        target.connection = here
        here.environment = [PATH: "$dir:${System.getenv('PATH')}".toString()]
        name = "127.0.0.1:${registry.address.port}"
        registry.createContext('/token') { exchange ->
            asked << "token ${exchange.requestURI.query} ${exchange.requestHeaders.getFirst('Authorization') ?: '-'}".toString()
            byte[] body = '{"token": "t0"}'.bytes
            exchange.sendResponseHeaders(200, body.length)
            exchange.responseBody.withStream { it.write(body) }
        }
        registry.createContext('/v2/') { exchange ->
            String path = exchange.requestURI.path
            String leave = exchange.requestHeaders.getFirst('Authorization') ?: ''
            asked << "$exchange.requestMethod $path $leave".toString().strip()
            int code = status
            String digest = tags[path - '/v2/' - 'manifests/']
            if (wanted && !leave.startsWith(wanted == 'Basic' ? 'Basic ' : 'Bearer t0')) {
                exchange.responseHeaders.add('WWW-Authenticate', wanted == 'Basic' ? 'Basic realm="x"' :
                        "Bearer realm=\"http://$name/token\",service=\"lab\",scope=\"repository:web:pull\"")
                code = 401
            } else if (!digest) {
                code = 404
            } else if (!silent) {
                exchange.responseHeaders.add('Docker-Content-Digest', digest)
            }
            assert exchange.requestHeaders.getFirst('Accept').contains('application/vnd.oci.image.index.v1+json')
            exchange.sendResponseHeaders(code, -1)
            exchange.close()
        }
        registry.start()
    }

    void cleanup() { registry.stop(0) }

    /** project, service, container, image, digests */
    private void docker(List<List<String>> containers) {
        def lines = containers.withIndex().collect { c, i -> (c.take(4) + ["id$i"]).join('\t') }.join('\n')
        def digests = containers.withIndex().collect { c, i -> "id$i) echo '${c[4]} ' ;;" }.join('\n')
        def file = Files.writeString(dir.resolve('docker'), """#!/bin/sh
case "\$1 \$2" in
  'ps -a') echo c1 c2 ;;
  'inspect --type') cat <<'END'
$lines
END
  ;;
  'image inspect') case "\$5" in
$digests
  esac ;;
  *) exit 9 ;;
esac
""")
        file.toFile().setExecutable(true)
    }

    private static List<String> states(Outcome outcome) { outcome.data().images*.state }

    @Row('P-38')
    def 'a tag that means another image now is newer; nothing is pulled, and each image is asked for once'() {
        given:
        docker([['shop', 'web', '/shop-web-1', "$name/web:1", "$name/web@$OLD"], ['shop', 'db', '/shop-db-1', "$name/db:16", "$name/db@$NEW"],
                ['shop', 'worker', '/shop-worker-1', "$name/web:1", "$name/web@$OLD"], ['', '', '/alone', "$name/web:1@$OLD", "$name/web@$OLD"],
                ['own', 'app', '/own-app-1', 'own-app', '']])
        tags = ['web/1': NEW, 'db/16': NEW]

        when:
        def outcome = call('containerImages')

        then:
        outcome.result() == Outcome.Kind.OK
        states(outcome) == ['newer', 'current', 'newer', 'pinned', 'built']
        outcome.message() == "1 of 3 images have a newer version: $name/web:1"
        outcome.data().newer == ["$name/web:1".toString()]
        outcome.data().images[0] == [project: 'shop', service: 'web', container: 'shop-web-1', image: "$name/web:1".toString(), state: 'newer', digest: OLD, newest: NEW, why: '']
        asked == ['HEAD /v2/web/manifests/1', 'HEAD /v2/db/manifests/16']
    }

    def 'a registry that wants #what gets it'() {
        given:
        docker([['shop', 'web', '/shop-web-1', "$name/web:1", "$name/web@$OLD"]])
        tags = ['web/1': NEW]
        wanted = what

        when:
        def outcome = call(logins ? [logins: [(name): logins]] : [:], 'containerImages')

        then:
        states(outcome) == ['newer']
        asked.any { it ==~ seen }

        where:
        what     | logins                       || seen
        'Bearer' | null                         || /token service=lab&scope=repository:web:pull -/
        'Bearer' | new Secret('anna:secret')    || /token service=lab&scope=repository:web:pull Basic YW5uYTpzZWNyZXQ=/
        'Basic'  | new Secret('anna:secret')    || /HEAD \/v2\/web\/manifests\/1 Basic YW5uYTpzZWNyZXQ=/
    }

    def 'what a registry does not say is not known, and why: #case_'() {
        given:
        docker([['shop', 'web', '/shop-web-1', "$name/web:1", "$name/web@$OLD"]])
        tags = known ? ['web/1': NEW] : [:]
        wanted = leave
        status = code

        when:
        def outcome = call('containerImages')

        then: 'the task goes on: one registry must not hide what the others say'
        outcome.result() == Outcome.Kind.OK
        states(outcome) == ['unknown']
        outcome.data().images[0].why.contains(why)
        outcome.message().contains('; not known of ')

        where:
        case_          | known | leave   | code || why
        'gone'         | false | ''      | 200  || '(any more)'
        'asked often'  | true  | ''      | 429  || 'too often'
        'wants login'  | true  | 'Basic' | 200  || 'wants a login'
        'broken'       | true  | ''      | 500  || 'status 500'
    }

    def 'nobody is asked where that is not allowed: #how'() {
        given:
        docker([['shop', 'web', '/shop-web-1', "$name/web:1", "$name/web@$OLD"]])

        expect:
        states(call(how, 'containerImages')) == ['unasked']
        asked == []

        where:
        how << [[ask: false], [registries: ['docker.io']]]
    }

    def 'a registry that does not answer is told, and soon'() {
        given:
        docker([['shop', 'web', '/shop-web-1', '127.0.0.1:9/web:1', "127.0.0.1:9/web@$OLD"]])

        when:
        def outcome = call('containerImages', timeout: Duration.ofSeconds(2))

        then:
        outcome.data().images[0].why.contains('no answer from 127.0.0.1')
    }

    def 'a host without Docker is left out, and one whose Docker does not answer fails'() {
        when:
        here.environment = [PATH: '/usr/sbin:/sbin:/bin-of-nothing']
        def without = call('containerImages')

        then:
        without.result() == Outcome.Kind.SKIPPED
        without.message() == 'the host has no docker'

        when:
        Files.writeString(dir.resolve('docker'), '#!/bin/sh\necho "Cannot connect to the Docker daemon"; exit 1\n').toFile().setExecutable(true)
        here.environment = [PATH: "$dir:${System.getenv('PATH')}".toString()]
        def broken = call('containerImages')

        then:
        broken.result() == Outcome.Kind.FAILED
        broken.message().contains('Cannot connect')
    }

    def 'an image is found where Docker finds it: #said'() {
        expect:
        def found = Reference.of(said)
        found.map { it.whole() }.orElse('-') == whole
        found.map { it.url() }.orElse('-') == url

        where:
        said                                  || whole                                | url
        'nginx'                               || 'docker.io/library/nginx:latest'     | 'https://registry-1.docker.io/v2/library/nginx'
        'grafana/grafana:11.2.0'              || 'docker.io/grafana/grafana:11.2.0'   | 'https://registry-1.docker.io/v2/grafana/grafana'
        'docker.io/nginx:1.27'                || 'docker.io/library/nginx:1.27'       | 'https://registry-1.docker.io/v2/library/nginx'
        'ghcr.io/home-assistant/core:2026.11' || 'ghcr.io/home-assistant/core:2026.11' | 'https://ghcr.io/v2/home-assistant/core'
        'registry.example.com:5000/a/b_c'     || 'registry.example.com:5000/a/b_c:latest' | 'https://registry.example.com:5000/v2/a/b_c'
        'localhost:5000/x:1'                  || 'localhost:5000/x:1'                 | 'http://localhost:5000/v2/x'
        'nginx@' + OLD                        || 'docker.io/library/nginx'            | 'https://registry-1.docker.io/v2/library/nginx'
        'sha256:' + 'c' * 64                  || '-'                                  | '-'
        'has space'                           || '-'                                  | '-'
    }
}
