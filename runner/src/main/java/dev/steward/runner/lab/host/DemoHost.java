package dev.steward.runner.lab.host;

import dev.steward.runner.lab.debian.Debian;
import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.Power;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/** One host of the demo: a machine in memory that boots, answers and reboots. */
public final class DemoHost implements Power {

    private static final long DISK = 48L << 20;

    private final HostSpec spec;
    private final Machine machine;
    private final ProcFiles proc;
    private final Debian debian;
    private final Executor threads;
    private volatile boolean up;
    private volatile boolean broken;
    private volatile Door door = Door.NONE;
    private int boots;

    /**
     * A host, furnished and switched on.
     *
     * @param threads runs its processes; must not queue
     * @param speed how much faster than in life package work and boots go
     */
    public DemoHost(HostSpec spec, InstantSource time, Executor threads, double speed) {
        this.spec = spec;
        this.threads = threads;
        this.machine = new Machine(time, threads, DISK, speed);
        this.proc = new ProcFiles(machine, spec);
        new Furnishing(machine, spec).furnish();
        proc.mount();
        boolean container = spec.kind() == HostSpec.Kind.CONTAINER;
        this.debian = new Debian(
                machine,
                this,
                new Debian.Contents(container, spec.services(), spec.packages(), spec.updates(), spec.failingMirror()));
        boot();
    }

    void door(Door front) {
        door = front;
    }

    private synchronized void boot() {
        proc.boot(new Kernels(machine.files()).boots());
        boots++;
        clear("/run");
        machine.files().folders("/run/systemd/system");
        machine.files().folders("/run/lock");
        if (spec.kind() == HostSpec.Kind.CONTAINER) {
            machine.files().furnish("/run/systemd/container", 0644, "lxc\n");
        }
        machine.processes().service(List.of("/sbin/init"));
        debian.boot();
        up = true;
    }

    private void clear(String path) {
        Directory folder = (Directory) machine.files().node(Who.HOST, path);
        for (String name : folder.names()) {
            String child = path + "/" + name;
            if (folder.get(name) instanceof Directory) {
                clear(child);
                machine.files().rmdir(Who.HOST, child);
            } else {
                machine.files().unlink(Who.HOST, child);
            }
        }
    }

    /** Goes down a moment later, as shutdown does, and comes back after its boot time. */
    @Override
    public void reboot() {
        threads.execute(() -> {
            try {
                pause(Duration.ofMillis(300));
                down();
                pause(spec.boot());
                boot();
                door.open(this);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (FileException e) {
                up = false;
            }
        });
    }

    /** From now on it does not start when it is switched on; or it does again. */
    public void broken(boolean now) {
        broken = now;
    }

    /** Switches it on where it is off; it lets people in after its boot time. */
    public void on() {
        threads.execute(() -> {
            if (up || broken) {
                return;
            }
            try {
                pause(spec.boot());
                boot();
                door.open(this);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void off() {
        threads.execute(this::down);
    }

    private void down() {
        up = false;
        door.shut(this);
        machine.powerOff();
    }

    private void pause(Duration inLife) throws InterruptedException {
        long millis = (long) (inLife.toMillis() / machine.speed());
        var end = machine.now().plusMillis(millis);
        synchronized (this) {
            while (machine.now().isBefore(end)) {
                wait(Math.max(1, Math.min(50, millis)));
            }
        }
    }

    public HostSpec spec() {
        return spec;
    }

    public String name() {
        return spec.name();
    }

    public Machine machine() {
        return machine;
    }

    /** Whether it runs. */
    public boolean up() {
        return up;
    }

    /** How often it was switched on. */
    public int boots() {
        return boots;
    }
}
