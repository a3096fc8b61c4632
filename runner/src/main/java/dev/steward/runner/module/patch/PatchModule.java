package dev.steward.runner.module.patch;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.patch.Exceptions;
import dev.steward.runner.patch.Excluded;
import dev.steward.runner.patch.Family;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code patch}: brings the packages of a host up to date, whatever tool keeps them. */
@ModuleInfo(
        name = "patch",
        doc =
                "Checks what an update would do, or brings all packages of a host up to date: apt, dnf, apk, pacman or zypper."
                        + " What is left out is on hold meanwhile. The update runs detached on the host and survives the loss of the"
                        + " connection.",
        check = ModuleInfo.CheckMode.SIMULATES,
        onCancel = ModuleInfo.OnCancel.FINISHES,
        returns = {
            @Returns(name = "action", type = Type.TEXT, doc = "check or apply."),
            @Returns(
                    name = "family",
                    type = Type.TEXT,
                    doc = "Whose tool was used: debian, rhel, alpine, arch or suse."),
            @Returns(name = "os", type = Type.TEXT, doc = "The system's name for people."),
            @Returns(name = "osId", type = Type.TEXT, doc = "ID of os-release."),
            @Returns(name = "osVersion", type = Type.TEXT, doc = "VERSION_ID of os-release."),
            @Returns(
                    name = "packages",
                    type = Type.LIST,
                    doc =
                            "What was done, of a check what would be: a map of name, from, to, action (installed, upgraded,"
                                    + " downgraded, removed, configured) and security (true, false, or null where the source does"
                                    + " not tell) each."),
            @Returns(name = "pending", type = Type.INTEGER, doc = "How many packages still have something to do."),
            @Returns(
                    name = "pendingSecurity",
                    type = Type.INTEGER,
                    doc = "How many of them for security; left out where the source does not tell."),
            @Returns(name = "pendingPackages", type = Type.LIST, doc = "They themselves, as packages has them."),
            @Returns(name = "downloadBytes", type = Type.INTEGER, doc = "How much a check's changes would load."),
            @Returns(name = "held", type = Type.TEXTS, doc = "Packages on hold there, whoever did it."),
            @Returns(
                    name = "excluded",
                    type = Type.LIST,
                    doc = "What was left out: a map of name, reason, until and by each."),
            @Returns(name = "rebootRequired", type = Type.FLAG, doc = "Whether a reboot is needed."),
            @Returns(name = "rebootReasons", type = Type.TEXTS, doc = "Why."),
            @Returns(name = "indexRefreshed", type = Type.FLAG, doc = "Whether the package index was refreshed."),
            @Returns(
                    name = "stage",
                    type = Type.TEXT,
                    doc = "How far it came: skipped, check, protect, update, verify, commit or rollback."),
            @Returns(name = "skipped", type = Type.TEXT, doc = "Why it was skipped."),
            @Returns(name = "snapshot", type = Type.TEXT, doc = "The snapshot taken before."),
            @Returns(name = "backup", type = Type.TEXT, doc = "The backup taken before."),
            @Returns(name = "rolledBack", type = Type.FLAG, doc = "Whether the guest was taken back."),
            @Returns(
                    name = "verified",
                    type = Type.LIST,
                    doc = "What was looked at after: a map of name, ok and said each."),
            @Returns(
                    name = "protection",
                    type = Type.TEXT,
                    doc =
                            "Of a check: how an update would be protected: snapshot, backup or none; null where it would be"
                                    + " refused."),
            @Returns(
                    name = "services",
                    type = Type.LIST,
                    doc =
                            "The services of systemd that the update restarted: a map of name and downtime (seconds) each."),
            @Returns(name = "downtime", type = Type.NUMBER, doc = "The longest of those, in seconds."),
            @Returns(
                    name = "timedOut",
                    type = Type.FLAG,
                    doc = "Whether the time was up and the package work goes on, detached."),
            @Returns(
                    name = "earlier",
                    type = Type.LIST,
                    doc =
                            "Package work that an earlier run had left, and that has ended: a map of job, status and packages"
                                    + " each. Told once."),
            @Returns(name = "exitCode", type = Type.INTEGER, doc = "The exit status of the package manager."),
            @Returns(name = "stdout", type = Type.TEXT, doc = "The end of what it said."),
            @Returns(name = "stderr", type = Type.TEXT, doc = "What of it were complaints.")
        })
public final class PatchModule implements TaskModule<PatchModule.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("apply (unless said), or check, which changes nothing but the package index.")
                    Optional<Action> action,
            @Doc("Packages to leave as they are in this run, as 'nginx' or 'php*'.") Optional<List<String>> exclude,
            @Doc("Take only what mends weaknesses, where the source tells.") boolean securityOnly,
            @Doc("Remove packages that nothing needs any more.") boolean autoremove,
            @Doc("Leave the packages of Proxmox VE as they are on its nodes.") boolean holdProxmox,
            @Doc("Whose tool to use; found out unless said.") Optional<Family> family,
            @Doc("How long to wait while other package work is going on; 2.minutes unless said.")
                    Optional<Duration> lockTimeout,
            @Doc(
                            "How a guest of a cluster is kept before: auto (unless said) takes a snapshot where its storage can, else a"
                                    + " backup where backupTo is given, else refuses; none, snapshot, backup.")
                    Optional<Protect> protect,
            @Doc("The storage of a backup.") Optional<String> backupTo,
            @Doc("How long what was kept stays; 3.days unless said.") Optional<Duration> keep,
            @Doc(
                            "What must be well after: units (true: none has failed), ports, urls, commands, within (how long until it"
                                    + " is).")
                    Optional<Map<String, Object>> verify,
            @Doc("Take a guest back where the update or what is looked at after fails.") boolean rollback,
            @Doc(
                            "What to do with a guest that is stopped: skip (unless said), or start it, patch it, and stop it again.")
                    Optional<Stopped> stopped,
            @Doc(
                            "How long each of its parts may take; 30.minutes unless said. A check is killed then, an update goes on"
                                    + " detached, and the next run waits for it.")
                    Optional<Duration> timeout) {

        /** The operator's own word on the family: that of the task, else that of the host. */
        Optional<Family> wished(Host host) {
            return family.or(() -> Optional.ofNullable(host.vars().get("patch_family"))
                    .map(String::valueOf)
                    .flatMap(Family::named));
        }
    }

    /** How much to do. */
    public enum Action {
        CHECK,
        APPLY
    }

    /** How a guest is kept before. */
    public enum Protect {
        AUTO,
        NONE,
        SNAPSHOT,
        BACKUP
    }

    /** What to do with a guest that is stopped. */
    public enum Stopped {
        SKIP,
        START
    }

    private final Guard guard;
    private final Exceptions exceptions;
    private final Scripts scripts = new Scripts();

    /**
     * The module.
     *
     * @param guard stands around each update
     * @param exceptions what is left out for longer than a run
     */
    public PatchModule(Guard guard, Exceptions exceptions) {
        this.guard = guard;
        this.exceptions = exceptions;
    }

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Optional<String> refused = refused(args, target.host());
        if (refused.isPresent()) {
            return Outcome.failed(refused.get());
        }
        List<Excluded> excluded = Exclusions.of(target.host(), args, exceptions);
        Optional<String> unclear = Exclusions.refusal(excluded);
        return unclear.isPresent()
                ? Outcome.failed(unclear.get())
                : guard.around(new Patching(args, target, scripts, excluded));
    }

    private static Optional<String> refused(Args args, Host host) {
        Object word = host.vars().get("patch_family");
        return args.family().isEmpty()
                        && word != null
                        && Family.named(String.valueOf(word)).isEmpty()
                ? Optional.of("patch_family of host '" + host.name() + "' is '" + word + "'; expected one of "
                        + Family.words())
                : Optional.empty();
    }
}
