package dev.steward.runner.module.proxmox;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Size;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.guest.Backups;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code backup}: archives of guests of a Proxmox cluster, by vzdump. */
@ModuleInfo(
        name = "backup",
        doc =
                "Backs up a container or VM, a pool's guests on a node, or all guests of a node with vzdump. It fails where"
                        + " one of them failed, and names those.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {@Returns(name = "archives", type = Type.TEXTS, doc = "The archives, as volumes of their storage.")})
public final class BackupModule extends ProxmoxModule<BackupModule.Args> {

    private static final Duration USUAL = Duration.ofHours(6);
    private static final List<String> PRUNE =
            List.of("keep-all", "keep-last", "keep-hourly", "keep-daily", "keep-weekly", "keep-monthly", "keep-yearly");

    /** What it takes. */
    public record Args(
            @Doc("The storage for the archives; as the node is set up, unless said.") Optional<String> storage,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster,
            @Doc("The guest's id; the guest that the host is, unless vmid, name, pool or all is said.")
                    Optional<Integer> vmid,
            @Doc("The guest's name, or its id as lxc/101.") Optional<String> name,
            @Doc("Instead of one guest: those of this pool that are on the node.") Optional<String> pool,
            @Doc("Instead of one guest: all of the node.") boolean all,
            @Doc("With pool and all: the node; the one that the host is, unless said.") Optional<String> node,
            @Doc("snapshot (unless said), suspend, or stop, which shuts the guest down and starts it again.")
                    Optional<Mode> mode,
            @Doc("zstd (unless said), gzip, lzo or none.") Optional<Compress> compress,
            @Doc("Notes of the archive; {{guestname}}, {{vmid}}, {{node}} and {{cluster}} are filled in.")
                    Optional<String> notes,
            @Doc("Whether the archive is kept by every clearing up.") boolean protect,
            @Doc("How many are kept afterwards: ['keep-last': 3, 'keep-weekly': 4].")
                    Optional<Map<String, Object>> prune,
            @Doc("How much it may read a second.") Optional<Size> bwlimit,
            @Doc("A backup of the guest that is younger than this is enough.") Optional<Duration> maxAge,
            @Doc("How long it may take; 6.hours unless said. It is cancelled then.") Optional<Duration> timeout) {}

    /** What becomes of a running guest. */
    public enum Mode {
        SNAPSHOT,
        SUSPEND,
        STOP
    }

    /** How the archive is packed. */
    public enum Compress {
        ZSTD,
        GZIP,
        LZO,
        NONE
    }

    /** The module. */
    public BackupModule() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(args.cluster());
        Backups backups = new Backups(acting, Deeds.limit(args.timeout(), USUAL, target));
        Backups.How how = new Backups.How(args.storage(), settings(args), args.maxAge());
        if (args.maxAge().isPresent() && args.storage().isEmpty()) {
            throw new ActException("maxAge looks at the archives of a storage; say storage");
        }
        return Deeds.outcome(backups.make(scope(args, aim, acting), how, target.check()), target);
    }

    private static Backups.Scope scope(Args args, Aim aim, Acting acting)
            throws PveException, ActException, InterruptedException {
        boolean one = args.vmid().isPresent() || args.name().isPresent();
        if (one && (args.all() || args.pool().isPresent())
                || args.all() && args.pool().isPresent()) {
            throw new ActException("say one of vmid, name, pool and all, not several");
        }
        if (args.all() || args.pool().isPresent()) {
            String node = aim.node(acting.guestView(), args.node()).name();
            return new Backups.Scope(node, Optional.empty(), args.pool());
        }
        Guest guest = aim.guest(acting, new Which(args.cluster(), args.vmid(), args.name(), Optional.empty()));
        return new Backups.Scope(guest.node(), Optional.of(guest), Optional.empty());
    }

    private static Map<String, Object> settings(Args args) throws ActException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("mode", args.mode().orElse(Mode.SNAPSHOT).name().toLowerCase(Locale.ROOT));
        Compress compress = args.compress().orElse(Compress.ZSTD);
        settings.put(
                "compress", compress == Compress.NONE ? "0" : compress.name().toLowerCase(Locale.ROOT));
        args.notes().ifPresent(text -> settings.put("notes-template", text.replace("\n", "\\n")));
        if (args.protect()) {
            settings.put("protected", true);
        }
        args.bwlimit().ifPresent(size -> settings.put("bwlimit", size.bytes() / 1024));
        if (args.prune().isPresent()) {
            settings.put("prune-backups", prune(args.prune().get()));
        }
        return settings;
    }

    private static String prune(Map<String, Object> said) throws ActException {
        for (String key : said.keySet()) {
            if (!PRUNE.contains(key)) {
                throw new ActException("prune: '" + key + "' is none of " + PRUNE);
            }
        }
        return said.entrySet().stream()
                .map(one -> one.getKey() + "="
                        + (one.getValue() instanceof Boolean flag ? (flag ? "1" : "0") : one.getValue()))
                .collect(Collectors.joining(","));
    }
}
