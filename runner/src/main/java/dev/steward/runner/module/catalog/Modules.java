package dev.steward.runner.module.catalog;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.control.AddHost;
import dev.steward.runner.module.control.AssertThat;
import dev.steward.runner.module.control.Confirm;
import dev.steward.runner.module.control.Debug;
import dev.steward.runner.module.control.Fail;
import dev.steward.runner.module.control.SetFact;
import dev.steward.runner.module.control.Uri;
import dev.steward.runner.module.control.WaitFor;
import dev.steward.runner.module.file.Copy;
import dev.steward.runner.module.file.FileState;
import dev.steward.runner.module.file.LineInFile;
import dev.steward.runner.module.file.Stat;
import dev.steward.runner.module.file.Template;
import dev.steward.runner.module.grafana.GrafanaDashboard;
import dev.steward.runner.module.grafana.GrafanaDataSource;
import dev.steward.runner.module.image.ContainerImages;
import dev.steward.runner.module.packages.Apt;
import dev.steward.runner.module.patch.PatchModule;
import dev.steward.runner.module.patch.guard.Transaction;
import dev.steward.runner.module.power.DockerCompose;
import dev.steward.runner.module.power.Mysql;
import dev.steward.runner.module.power.Postgres;
import dev.steward.runner.module.power.PowerOff;
import dev.steward.runner.module.power.Redis;
import dev.steward.runner.module.power.Ups;
import dev.steward.runner.module.power.WaitForJobs;
import dev.steward.runner.module.power.WakeOnLan;
import dev.steward.runner.module.proxmox.BackupModule;
import dev.steward.runner.module.proxmox.CephFlagsModule;
import dev.steward.runner.module.proxmox.ClusterModule;
import dev.steward.runner.module.proxmox.GuestModule;
import dev.steward.runner.module.proxmox.HaResourceModule;
import dev.steward.runner.module.proxmox.LxcModule;
import dev.steward.runner.module.proxmox.MigrateModule;
import dev.steward.runner.module.proxmox.NodeMaintenanceModule;
import dev.steward.runner.module.proxmox.NodeModule;
import dev.steward.runner.module.proxmox.PveGet;
import dev.steward.runner.module.proxmox.RollbackModule;
import dev.steward.runner.module.proxmox.SnapshotModule;
import dev.steward.runner.module.proxmox.StartAllModule;
import dev.steward.runner.module.proxmox.StopAllModule;
import dev.steward.runner.module.proxmox.VmModule;
import dev.steward.runner.module.roll.CheckReboot;
import dev.steward.runner.module.roll.Evacuate;
import dev.steward.runner.module.roll.MigrateBack;
import dev.steward.runner.module.roll.NodeReboot;
import dev.steward.runner.module.roll.NodeUpdates;
import dev.steward.runner.module.roll.NodeUpgrade;
import dev.steward.runner.module.roll.Rejoined;
import dev.steward.runner.module.roll.RollGates;
import dev.steward.runner.module.roll.RollStopped;
import dev.steward.runner.module.system.Reboot;
import dev.steward.runner.module.system.RunCommand;
import dev.steward.runner.module.system.RunScript;
import dev.steward.runner.module.system.Service;
import dev.steward.runner.module.system.Shell;
import dev.steward.runner.module.system.WaitForConnection;
import dev.steward.runner.patch.Exceptions;
import dev.steward.runner.patch.RebootExemptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All modules that playbooks may call: the list, what each takes, and the call itself. */
public final class Modules implements ModuleCatalog {

    private static final List<TaskModule<?>> ALL = List.of(
            new AddHost(),
            new Apt(),
            new AssertThat(),
            new RunCommand(),
            new ClusterModule(),
            new Confirm(),
            new Copy(),
            new Debug(),
            new Fail(),
            new GrafanaDashboard(),
            new GrafanaDataSource(),
            new GuestModule(),
            new FileState(),
            new LineInFile(),
            new NodeModule(),
            new PveGet(),
            new RunScript(),
            new Service(),
            new SetFact(),
            new Shell(),
            new Stat(),
            new Template(),
            new Uri(),
            new WaitFor(),
            new WaitForConnection(),
            new BackupModule(),
            new CephFlagsModule(),
            new HaResourceModule(),
            new LxcModule(),
            new MigrateModule(),
            new NodeMaintenanceModule(),
            new RollbackModule(),
            new SnapshotModule(),
            new StartAllModule(),
            new StopAllModule(),
            new VmModule(),
            new ContainerImages(),
            new DockerCompose(),
            new Mysql(),
            new Postgres(),
            new PowerOff(),
            new Redis(),
            new Ups(),
            new WaitForJobs(),
            new WakeOnLan(),
            new NodeUpdates(),
            new RollGates(),
            new Evacuate(),
            new NodeUpgrade(),
            new CheckReboot(),
            new NodeReboot(),
            new Rejoined(),
            new MigrateBack(),
            new RollStopped());

    private final Map<String, TaskModule<?>> byName = new TreeMap<>();
    private final Map<String, ModuleSchema> schemas = new TreeMap<>();

    /** The modules of this build, with no exceptions to patch runs. */
    public Modules() {
        this(Exceptions.NONE);
    }

    /**
     * The modules of this build.
     *
     * @param exceptions what patch runs leave out for longer than one of them
     */
    public Modules(Exceptions exceptions) {
        this(exceptions, RebootExemptions.NONE);
    }

    /**
     * The modules of this build.
     *
     * @param exceptions what patch runs leave out for longer than one of them
     * @param exemptions which hosts nothing automatic reboots
     */
    public Modules(Exceptions exceptions, RebootExemptions exemptions) {
        ALL.forEach(this::add);
        add(new Reboot(exemptions));
        add(new PatchModule(new Transaction(), exceptions));
    }

    private void add(TaskModule<?> module) {
        byName.put(info(module).name(), module);
        schemas.put(info(module).name(), Schemas.of(module));
    }

    /** What a module says of itself. */
    public static ModuleInfo info(TaskModule<?> module) {
        return module.getClass().getAnnotation(ModuleInfo.class);
    }

    /**
     * The module of a name.
     *
     * @return empty where there is none
     */
    public Optional<TaskModule<?>> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Calls a module with evaluated arguments.
     *
     * @param module from {@link #named}
     * @param arguments as {@link ArgsBinder#bind} takes them
     * @return its outcome; arguments that do not fit are a failure too
     */
    public Outcome call(TaskModule<?> module, Map<String, Object> arguments, Target target)
            throws ConnectionException, InterruptedException {
        return bound(module, arguments, target);
    }

    private static <A extends Record> Outcome bound(TaskModule<A> module, Map<String, Object> arguments, Target target)
            throws ConnectionException, InterruptedException {
        A args;
        try {
            args = ArgsBinder.bind(module, arguments);
        } catch (WrongArguments e) {
            return Outcome.failed(e.getMessage());
        }
        return module.run(args, target);
    }

    @Override
    public Collection<ModuleSchema> modules() {
        return List.copyOf(schemas.values());
    }

    @Override
    public Optional<ModuleSchema> find(String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    @Override
    public String version() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(schemas.values().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }
}
