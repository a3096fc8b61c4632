package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToIntFunction;

/** The process table of one host. */
public final class Processes {

    private static final int MOST = 400;
    private static final int PIDS = 4_194_304;

    private final Machine machine;
    private final Executor threads;
    private final TreeMap<Integer, Proc> table = new TreeMap<>();
    private int last;

    Processes(Machine machine, Executor threads) {
        this.machine = machine;
        this.threads = threads;
    }

    /** The first process after a boot, and those of the services. */
    public Proc service(List<String> argv) {
        Proc proc = add(User.ROOT, new Budget(Long.MAX_VALUE, Long.MAX_VALUE));
        proc.argv(argv);
        proc.serve();
        synchronized (machine) {
            proc.parent(proc.pid() == 1 ? null : table.get(1));
        }
        return proc;
    }

    /** A login: a process below the service that lets people in, with a budget of its own. */
    public Proc login(User user, Budget budget) {
        Proc proc = add(user, budget);
        synchronized (machine) {
            proc.parent(table.get(1));
        }
        return proc;
    }

    /** One that somebody outside starts in here, as lxc-attach or a guest agent does: it leads no session and no group. */
    public Proc entered(User user, Budget budget) {
        Proc proc = login(user, budget);
        proc.entered();
        return proc;
    }

    Proc add(User user, Budget budget) {
        synchronized (machine) {
            if (table.size() >= MOST) {
                throw new FileException(Errno.EAGAIN);
            }
            do {
                last = last % PIDS + 1;
            } while (table.containsKey(last));
            Proc proc = new Proc(machine, last, user, budget);
            table.put(last, proc);
            return proc;
        }
    }

    /** All that are in the table, by pid; ended ones until their parent asked for them. */
    public List<Proc> all() {
        synchronized (machine) {
            return new ArrayList<>(table.values());
        }
    }

    /** The process of a pid, or null. */
    public Proc get(int pid) {
        synchronized (machine) {
            return table.get(pid);
        }
    }

    /** Runs a forked process to its end on the caller's thread. */
    public int runHere(Proc child, ToIntFunction<Proc> body) {
        guard(child, body);
        return child.status();
    }

    /** Runs a forked process on a thread of its own. */
    public void runAside(Proc child, ToIntFunction<Proc> body) {
        try {
            threads.execute(() -> guard(child, body));
        } catch (RejectedExecutionException e) {
            child.finish(128 + Signal.KILL);
        }
    }

    private static void guard(Proc child, ToIntFunction<Proc> body) {
        int status = 128 + Signal.KILL;
        try {
            status = body.applyAsInt(child);
        } catch (Killed killed) {
            if (killed.proc() != child) {
                throw killed;
            }
        } catch (FileException e) {
            status = 1;
        } catch (IllegalStateException | IndexOutOfBoundsException | IllegalArgumentException | StackOverflowError e) {
            // A program that stumbles dies as one does that touches memory that is not its own.
            status = 128 + Signal.SEGV;
        } finally {
            child.finish(status);
        }
    }

    /** Waits until a child has ended. */
    public int await(Proc waiter, Proc child) {
        synchronized (machine) {
            machine.await(waiter, child::finished);
        }
        return child.status();
    }

    void remove(Proc ended) {
        for (Proc proc : table.values()) {
            if (proc.parent() == ended) {
                proc.parent(table.get(1));
            }
        }
        if (table.get(ended.pid()) == ended) {
            table.remove(ended.pid());
        }
    }

    /** Signals one process, or a group where the number is negative; -1 is everyone but the first. */
    public void signal(Proc sender, int target, int number) {
        List<Proc> hit = all().stream()
                .filter(proc -> target > 0
                        ? proc.pid() == target
                        : target == 0
                                ? proc.group() == sender.group()
                                : target == -1 ? proc.pid() > 1 && proc != sender : proc.group() == -target)
                .filter(proc -> !proc.finished() || target > 0)
                .toList();
        if (hit.isEmpty()) {
            throw new FileException(Errno.ESRCH);
        }
        boolean allowed = false;
        for (Proc proc : hit) {
            if (sender.user().uid() == 0 || sender.user().uid() == proc.user().uid()) {
                allowed = true;
                if (proc.pid() != 1) {
                    proc.signal(number);
                }
            }
        }
        if (!allowed) {
            throw new FileException(Errno.EPERM);
        }
    }

    /** Ends everyone at once, as a power switch; numbers begin again. */
    void killAll() {
        for (Proc proc : all()) {
            proc.die(128 + Signal.KILL);
        }
        synchronized (machine) {
            table.clear();
            last = 0;
        }
    }
}
