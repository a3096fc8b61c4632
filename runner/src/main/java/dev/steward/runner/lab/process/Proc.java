package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Who;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A process of a demo host. It runs on a thread of this JVM and ends by itself or by a signal. */
public final class Proc {

    private static final int LIVING = -1;

    private final Machine machine;
    private final int pid;
    private final Instant started;
    private final Descriptors files = new Descriptors();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Set<Integer> ignored = new HashSet<>();
    private final Set<Integer> caught = new HashSet<>();
    private final TreeSet<Integer> pending = new TreeSet<>();
    private Proc parent;
    private int group;
    private int session;
    private User user;
    private String folder = "/";
    private int umask = 022;
    private List<String> argv = List.of();
    private Budget budget;
    private volatile int status = LIVING;
    private boolean finished;
    private int signalled;
    private boolean service;

    Proc(Machine machine, int pid, User user, Budget budget) {
        this.machine = machine;
        this.pid = pid;
        this.user = user;
        this.budget = budget;
        this.group = pid;
        this.session = pid;
        this.started = machine.now();
    }

    /** A copy of this process, not running yet. */
    public Proc fork() {
        check();
        Proc child = machine.processes().add(user, budget);
        synchronized (machine) {
            child.parent = this;
            child.group = group;
            child.session = session;
            child.folder = folder;
            child.umask = umask;
            child.argv = argv;
            child.environment.putAll(environment);
            child.ignored.addAll(ignored);
            child.files.inherit(files);
        }
        return child;
    }

    /** Ends the process once nothing uses it any more. */
    void finish(int code) {
        synchronized (machine) {
            if (status == LIVING) {
                status = code;
            }
            finished = true;
            files.closeAll();
            machine.processes().remove(this);
            machine.notifyAll();
        }
    }

    /** Sends a signal; what it does depends on what the process said about it. */
    public void signal(int number) {
        synchronized (machine) {
            if (status != LIVING || number == 0) {
                return;
            }
            if (number != Signal.KILL && (ignored.contains(number))) {
                return;
            }
            if (number != Signal.KILL && caught.contains(number)) {
                pending.add(number);
            } else if (!Signal.harmless(number)) {
                signalled = number;
                status = 128 + number;
                if (service) {
                    finish(status);
                }
            }
            machine.notifyAll();
        }
    }

    /** Ends it with a status, as the kernel would. */
    public void die(int code) {
        synchronized (machine) {
            if (status == LIVING) {
                signalled = Math.max(0, code - 128);
                status = code;
            }
            machine.notifyAll();
        }
    }

    /** Unwinds the caller where the process has ended meanwhile. */
    public void check() {
        if (status != LIVING) {
            throw new Killed(this);
        }
    }

    /** Accounts for one step of work. */
    public void step() {
        check();
        if (!budget.step()) {
            die(128 + Signal.XCPU);
            check();
        }
    }

    void wrote(int count) {
        check();
        if (!budget.write(count)) {
            die(128 + Signal.XCPU);
            check();
        }
    }

    /** Takes the next caught signal; 0 where there is none. */
    public int nextSignal() {
        synchronized (machine) {
            Integer number = pending.pollFirst();
            return number == null ? 0 : number;
        }
    }

    /** The next caught signal, left where it is; 0 where there is none. */
    public int firstSignal() {
        synchronized (machine) {
            return pending.isEmpty() ? 0 : pending.first();
        }
    }

    /** Whether a caught signal waits. */
    public boolean disturbed() {
        synchronized (machine) {
            return !pending.isEmpty();
        }
    }

    /** What to do about a signal: catch it, ignore it, or neither. */
    public void dispose(int number, boolean caughtNow, boolean ignoredNow) {
        synchronized (machine) {
            caught.remove(number);
            ignored.remove(number);
            if (caughtNow) {
                caught.add(number);
            } else if (ignoredNow) {
                ignored.add(number);
            }
        }
    }

    public boolean ignores(int number) {
        return ignored.contains(number);
    }

    /** Leaves its session and group, as setsid(2). */
    public void newSession() {
        session = pid;
        group = pid;
    }

    /** It was brought in from outside: session and group are of another process namespace, and it leads neither. */
    void entered() {
        session = -pid;
        group = -pid;
    }

    /** As setpgid(0, 0). */
    public void newGroup() {
        group = pid;
    }

    public Machine machine() {
        return machine;
    }

    public int pid() {
        return pid;
    }

    public int parentPid() {
        return parent == null ? 0 : parent.pid;
    }

    Proc parent() {
        return parent;
    }

    /** Says that no thread runs it: it is gone as soon as it is told to end. */
    void serve() {
        service = true;
    }

    void parent(Proc other) {
        parent = other;
    }

    public int group() {
        return group;
    }

    public int session() {
        return session;
    }

    public User user() {
        return user;
    }

    /** Becomes another user. */
    public void become(User other) {
        user = other;
    }

    public Who who() {
        return new Who(folder, user.uid(), user.groups(), pid);
    }

    /** The working directory, absolute. */
    public String folder() {
        return folder;
    }

    public void folder(String path) {
        folder = path;
    }

    public int umask() {
        return umask;
    }

    public void umask(int bits) {
        umask = bits & 0777;
    }

    public Descriptors files() {
        return files;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public List<String> argv() {
        return argv;
    }

    public void argv(List<String> words) {
        argv = List.copyOf(words);
    }

    public Instant started() {
        return started;
    }

    /** Starts a budget of its own, as a new login does. */
    public void budget(Budget other) {
        budget = other;
    }

    /** Whether it still runs. */
    public boolean alive() {
        return status == LIVING;
    }

    /** Whether its descriptors are closed and its status final. */
    public boolean finished() {
        return finished;
    }

    /** The exit status; 128 + n after signal n. */
    public int status() {
        return status;
    }

    /** The signal that ended it; 0 where none did. */
    public int signalled() {
        return signalled;
    }
}
