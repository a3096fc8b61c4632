package dev.steward.runner.proxmox.text

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.http.ClientSpec
import java.time.Duration

class ConfigEditSpec extends ClientSpec {

    private Map<String, String> config = [startup: 'order=2,up=30,down=120', hostname: 'web', digest: 'd1']
    private int foreign

    private Closure<Reply> script = { request ->
        if (request.method == 'GET') {
            return ok(config)
        }
        if (foreign-- > 0) {
            config = config + [startup: config.startup.replace('up=30', 'up=60'), digest: 'd2']
        }
        def form = request.body.split('&').collectEntries { it.split('=', 2).collect { part -> URLDecoder.decode(part, 'UTF-8') } }
        if (form.digest != config.digest) {
            return error(500, 'detected modified configuration - file changed by other user? Try again.')
        }
        config = (config + form.subMap(form.keySet() - ['delete'])).findAll { key, value -> key != form.delete }
        ok(null)
    }

    private boolean edit(Closure<?> change) {
        change(new ConfigEdit(client(server(script)), path('/nodes/pve1/lxc/101')))
    }

    @Row('X-22')
    def 'setting the time to shut down changes down= alone'() {
        expect:
        edit { it.shutdownTime(Duration.ofSeconds(300)) }
        config == [startup: 'order=2,up=30,down=300', hostname: 'web', digest: 'd1']
    }

    def 'what is so already is not written'() {
        expect:
        !edit { it.shutdownTime(Duration.ofSeconds(120)) }
        config.startup == 'order=2,up=30,down=120'
    }

    def 'a change that somebody makes in between is kept'() {
        given:
        foreign = 1

        expect:
        edit { it.shutdownTime(Duration.ofSeconds(300)) }
        config.startup == 'order=2,up=60,down=300'
    }

    def 'where somebody always changes it in between, that is said'() {
        given:
        def pve = server { it.method == 'GET' ? ok(config) : error(500, 'detected modified configuration - file changed by other user? Try again.') }

        when:
        new ConfigEdit(client(pve), path('/nodes/pve1/lxc/101')).shutdownTime(Duration.ofSeconds(300))

        then:
        def e = thrown(PveException)
        e.kind() == Kind.CONFLICT
        pve.requests.count { it.method == 'PUT' } == 3
    }

    def 'a key that becomes empty is removed'() {
        expect:
        edit { it.change('startup') { text -> text.without('order').without('up').without('down') } }
        !config.containsKey('startup')
    }
}
