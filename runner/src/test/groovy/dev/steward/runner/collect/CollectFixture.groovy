package dev.steward.runner.collect

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.estate.ChangeFilter
import dev.steward.runner.store.estate.EstateRecord
import dev.steward.runner.store.estate.RecordFilter
import dev.steward.runner.store.estate.RecordKey
import dev.steward.runner.store.estate.RecordKind
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import org.slf4j.LoggerFactory

/** A collector on labs over TLS and a real store; begun again it is another process on the same state. */
class CollectFixture implements AutoCloseable {

    final Path folder
    final Map<String, PveLab> labs
    final Time time
    final ListAppender<ILoggingEvent> log = new ListAppender<>()
    final List<List<EstateRecord>> told = []
    Duration call = Duration.ofSeconds(5)
    GuestFiles files = GuestFiles.NONE
    /** By cluster, instead of the lab's own. */
    final Map<String, String> tokens = [:]
    StoreFixture stored
    Estates estates
    Collector collector
    private List<Closeable> opened = []

    CollectFixture(Path folder, Map<String, PveLab> labs, Time time) {
        this.folder = folder
        this.labs = labs
        this.time = time
        log.start()
        ((Logger) LoggerFactory.getLogger(Collector)).level = Level.INFO
        ((Logger) LoggerFactory.getLogger(Collector)).addAppender(log)
    }

    CollectFixture begin() {
        stored = new StoreFixture(folder.resolve('state'), time)
        def apis = labs.collect { name, lab -> PveClient.open(name, config(name, lab), time) }
        estates = new Estates(apis, time)
        def recorder = new ChangeRecorder(store.estateChanges(), time)
        estates.listen(recorder)
        collector = new Collector(new CollectorParts(estates, store.estateRecords(), recorder, { guest, limit -> files.osRelease(guest, limit) } as GuestFiles,
                { told << it }, time), Duration.ofMinutes(5), Duration.ofSeconds(30))
        opened = [({ collector.close() } as Closeable), ({ estates.close() } as Closeable)] + apis.collect { api -> ({ api.close() } as Closeable) }
        this
    }

    private ProxmoxConfig config(String name, PveLab lab) {
        Path ca = Files.writeString(folder.resolve("${name}.pem"), lab.caPem())
        new ProxmoxConfig(lab.urls(), Optional.of(new Secret(tokens[name] ?: lab.token())), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 'pam', new ProxmoxTls(Optional.of(ca), [], true), new ProxmoxLimits(Duration.ofSeconds(2), call, 4, Duration.ofSeconds(60)), [:], [:])
    }

    Store getStore() { stored.store }

    /** A pass a few minutes after the last. */
    void collect(Duration later = Duration.ofMinutes(5)) {
        time.advance(later)
        collector.collect()
    }

    List<EstateRecord> records(RecordKind kind, boolean closed = false) {
        store.estateRecords().page(new RecordFilter(kind, Optional.empty(), Optional.empty(), Optional.empty(), closed), 1, 1000).items()
    }

    EstateRecord guest(int vmid, RecordKind kind = RecordKind.LXC, String cluster = 'home') {
        store.estateRecords().open(RecordKey.guest(RecordKey.Origin.COLLECTED, kind, cluster, vmid)).get()
    }

    /** Oldest first. */
    List<String> changes() { store.estateChanges().page(ChangeFilter.ALL, Optional.empty(), 500)*.text().reverse() }

    List<String> logged() { log.list*.formattedMessage }

    void end() {
        opened.each { it.close() }
        opened = []
        stored?.close()
        stored = null
    }

    @Override
    void close() {
        end()
        ((Logger) LoggerFactory.getLogger(Collector)).detachAppender(log)
    }
}
