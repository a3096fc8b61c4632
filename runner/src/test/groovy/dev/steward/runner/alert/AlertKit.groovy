package dev.steward.runner.alert

import dev.steward.runner.app.alert.Alerting
import dev.steward.runner.app.alert.AlertDesk
import dev.steward.runner.app.alert.OwnWork
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.config.alert.AlertsConfig
import dev.steward.runner.config.notify.NoticesConfig
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.notice.Notice
import dev.steward.runner.notify.Channel
import dev.steward.runner.notify.Channels
import dev.steward.runner.notify.Delivery
import dev.steward.runner.notify.Notifier
import dev.steward.runner.power.UpsReading
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.http.ClientSpec
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import dev.steward.runner.wake.Hold
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** A lab cluster that is watched as a server watches it, on a clock that is moved; what people are told arrives in a list, or on channels. */
class AlertKit implements AutoCloseable {

    final SettableTime time
    final PveLab lab
    final Path dir
    final PveApi api
    final Estates estates
    final List<Notice> told = []
    StoreFixture stored
    Notifier notifier
    Alerting alerting
    AlertsConfig config = AlertsConfig.DEFAULT
    List<Channels.Way> ways = [new Channels.Way([name: { 'list' }, send: { Notice notice -> told << notice; Delivery.delivered() }] as Channel, NoticesConfig.DEFAULT.on() as Set)]
    String hold = null
    List rolls = []
    List<Long> atWork = []
    Map<String, UpsReading> upses = null

    AlertKit(PveLab lab, SettableTime time, Path dir) {
        this.lab = lab
        this.time = time
        this.dir = dir
        Path ca = Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        api = PveClient.open('home', ClientSpec.config([tls: new ProxmoxTls(Optional.of(ca), [], true), token: lab.token()], *lab.urls()), time)
        estates = new Estates([api], time)
    }

    /** As a fresh process: what is only in memory is gone. */
    AlertKit open(Map said = [:]) {
        stored?.close()
        if (said) config = with(config, said)
        stored = new StoreFixture(Files.createDirectories(dir.resolve('state')), time)
        notifier = new Notifier(stored.store, ways, Optional.of('https://steward.example'), time)
        def own = new OwnWork.Sources(stored.store, { atWork }, { rolls }, { Optional.ofNullable(hold) } as Hold)
        alerting = new Alerting(new Alerting.Parts(config, { estates }, new Alerting.House(upses != null, { upses ?: [:] }, Duration.ofDays(30)), own, notifier, Optional.of('https://steward.example'), time))
        this
    }

    /** A record with other values. */
    static <T> T with(T record, Map said) {
        def parts = record.class.recordComponents
        assert said.keySet().every { name -> parts.any { it.name == name } }
        record.class.getDeclaredConstructor(parts*.type as Class[]).newInstance(parts.collect { said.containsKey(it.name) ? said[it.name] : it.accessor.invoke(record) } as Object[]) as T
    }

    AlertDesk getDesk() { alerting.desk() }

    /** Time passes: the cluster is asked every 30 s, and looked at every 5 s, as by a server nobody looks at. */
    AlertKit pass(Duration span) {
        for (long second = 0; second < span.toSeconds(); second += 5) {
            if (time.now().epochSecond % 30 == 0) estates.refresh('home')
            alerting.look()
            notifier.pass()
            time.advance(Duration.ofSeconds(5))
        }
        this
    }

    List<String> titles() { told*.title() }

    List<Notice.Kind> kinds() { told*.kind() }

    @Override
    void close() {
        stored?.close()
        estates.close()
        api.close()
        lab.close()
    }
}
