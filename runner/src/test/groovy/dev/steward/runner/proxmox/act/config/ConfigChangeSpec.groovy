package dev.steward.runner.proxmox.act.config

import static dev.steward.runner.proxmox.estate.EstateFixture.guest
import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.act.Acting
import dev.steward.runner.proxmox.act.Deed
import dev.steward.runner.proxmox.act.Means
import dev.steward.runner.proxmox.act.UpidWatcher
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.http.ScriptedPve
import dev.steward.runner.proxmox.task.Tasks
import dev.steward.runner.proxmox.task.UpidStore
import java.time.Duration

class ConfigChangeSpec extends ClientSpec {

    private Map<String, String> config = [startup: 'order=2,up=30,down=120', hostname: 'web', digest: 'd1']
    private int foreign

    private Closure<Reply> script = { request ->
        if (request.method == 'GET') {
            return ok(request.path().endsWith('/pending') ? [] : config)
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

    private Deed make(ScriptedPve pve = server(script), Wish... wishes) {
        def acting = new Acting(new Means(client(pve), new Tasks(UpidStore.NONE, time), time, Duration.ofSeconds(120)), UpidWatcher.NONE)
        new ConfigChange(acting, Duration.ofMinutes(1)).make(guest(id: 101), new Wanted(wishes as List, []), false)
    }

    private static Wish down(int seconds) { Wish.parts('startup', 'order', [down: Optional.of("$seconds" as String)]) }

    @Row('X-22')
    def 'setting the time to shut down changes down= alone'() {
        expect:
        make(down(300)).changed()
        config == [startup: 'order=2,up=30,down=300', hostname: 'web', digest: 'd1']
    }

    def 'what is so already is not written'() {
        given:
        def pve = server(script)

        expect:
        !make(pve, down(120), Wish.text('hostname', 'web')).changed()
        pve.requests.every { it.method == 'GET' }
    }

    def 'a change that somebody makes in between is kept'() {
        given:
        foreign = 1

        expect:
        make(down(300)).changed()
        config.startup == 'order=2,up=60,down=300'
    }

    def 'where somebody always changes it in between, that is said'() {
        given:
        def pve = server { it.method == 'GET' ? ok(config) : error(500, 'detected modified configuration - file changed by other user? Try again.') }

        when:
        make(pve, down(300))

        then:
        def e = thrown(PveException)
        e.kind() == Kind.CONFLICT
        pve.requests.count { it.method == 'PUT' } == 3
    }

    def 'a key that becomes empty is removed'() {
        expect:
        make(Wish.parts('startup', 'order', [order: Optional.empty(), up: Optional.empty(), down: Optional.empty()])).changed()
        !config.containsKey('startup')
    }

    def 'a disk that PVE made in its own way is still the one that was asked for: #said'() {
        given:
        def wish = DiskWish.of(key, said)

        expect:
        wish.shaped(is) == is
        wish.growth(is).empty

        where:
        key        | said                                  || is
        'ide2'     | 'tank:cloudinit'                      || 'tank:vm-300-cloudinit,media=cdrom,size=4M'
        'scsi0'    | 'tank:0,import-from=local:import/a.qcow2,discard=on' || 'tank:vm-300-disk-0,discard=on,size=3G'
        'scsi1'    | 'local:32,format=qcow2'               || 'local:300/vm-300-disk-0.qcow2,size=32G'
        'efidisk0' | 'tank:1,efitype=4m,pre-enrolled-keys=1' || 'tank:vm-300-disk-1,efitype=4m,pre-enrolled-keys=1,size=1M'
        'mp0'      | '/srv,mp=/srv,ro=1'                   || '/srv,mp=/srv,ro=1'
        'rootfs'   | 'tank:16'                             || 'tank:subvol-300-disk-0,size=16G'
    }
}
