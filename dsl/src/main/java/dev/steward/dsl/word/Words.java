package dev.steward.dsl.word;

import static dev.steward.dsl.catalog.Param.Type.ANY;
import static dev.steward.dsl.catalog.Param.Type.CHOICE;
import static dev.steward.dsl.catalog.Param.Type.DURATION;
import static dev.steward.dsl.catalog.Param.Type.FLAG;
import static dev.steward.dsl.catalog.Param.Type.INTEGER;
import static dev.steward.dsl.catalog.Param.Type.TEXT;
import static dev.steward.dsl.catalog.Param.Type.TEXTS;
import static dev.steward.dsl.word.Room.BLOCK;
import static dev.steward.dsl.word.Room.FILE;
import static dev.steward.dsl.word.Room.HANDLER;
import static dev.steward.dsl.word.Room.HANDLERS;
import static dev.steward.dsl.word.Room.PHASE;
import static dev.steward.dsl.word.Room.PLAY;
import static dev.steward.dsl.word.Room.PLAYBOOK;
import static dev.steward.dsl.word.Room.PLAYS;
import static dev.steward.dsl.word.Room.TASK;
import static dev.steward.dsl.word.Room.TASKS;
import static dev.steward.dsl.word.Room.TASK_LIST;

import dev.steward.dsl.catalog.Param;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All words of the language, modules apart: the one place where a word, its room and what it takes are said. */
public final class Words {

    private static final List<Word> ALL = all();

    private Words() {}

    /** All words in the order of the reference page. */
    public static List<Word> list() {
        return ALL;
    }

    /** The word of that name in a room. */
    public static Optional<Word> find(String name, Room room) {
        return ALL.stream()
                .filter(w -> w.name().equals(name) && w.rooms().contains(room))
                .findFirst();
    }

    /** Whether it is a word somewhere. */
    public static boolean any(String name) {
        return ALL.stream().anyMatch(w -> w.name().equals(name));
    }

    /** The names of a room's words. */
    public static Set<String> names(Room room) {
        return ALL.stream()
                .filter(w -> w.rooms().contains(room))
                .map(Word::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rooms of a word, as "a play or a block"; empty text where it is none. */
    public static String rooms(String name) {
        return ALL.stream()
                .filter(w -> w.name().equals(name))
                .flatMap(w -> w.rooms().stream())
                .distinct()
                .sorted()
                .map(Room::words)
                .collect(Collectors.joining(" or "));
    }

    private static List<Word> all() {
        List<Word> all = new ArrayList<>();
        structure(all);
        power(all);
        ofPhases(all);
        ofPlays(all);
        shared(all);
        ofTasks(all);
        return List.copyOf(all);
    }

    private static void structure(List<Word> all) {
        add(
                all,
                of("playbook", FILE)
                        .takes("name", TEXT)
                        .holds(PLAYBOOK)
                        .said("A playbook: plays for groups of hosts."));
        add(
                all,
                of("taskList", FILE)
                        .takes("name", TEXT)
                        .holds(TASK_LIST)
                        .said("Tasks that playbooks share by includeTasks."));
        add(
                all,
                of("vars", PLAYBOOK, PLAY, TASK_LIST)
                        .free()
                        .many()
                        .said("Parameters of a run, of a play, or of a task list, with their defaults."));
        add(
                all,
                of("importPlaybook", PLAYBOOK).takes("file", TEXT).many().said("The plays of another playbook, here."));
        add(
                all,
                of("play", PLAYBOOK, PHASE, PLAYS)
                        .takes("name", TEXT)
                        .holds(PLAY)
                        .many()
                        .said("Tasks for a pattern of hosts."));
        add(all, of("tasks", PLAY, TASK_LIST).holds(TASKS).said("What is done, in order."));
        add(all, of("handlers", PLAY).holds(HANDLERS).said("Tasks that run once at the end when notified."));
        steps(all);
    }

    private static void power(List<Word> all) {
        add(
                all,
                of("onBattery", PLAYBOOK)
                        .named("ups", TEXTS)
                        .named("confirm", DURATION)
                        .said(
                                "A power playbook: which UPSes it is about, and how long the mains must be gone before it counts."));
        add(
                all,
                of("onPowerRestored", PLAYBOOK)
                        .named("stableFor", DURATION)
                        .named("charge", INTEGER)
                        .said("How long power must be back, and with what charge, before anything is brought back."));
        add(all, of("emergencyWhen", PLAYBOOK).asks().said("Opens every gate at once."));
        add(
                all,
                of("wayBack", PLAYBOOK)
                        .named("upsReturn", FLAG)
                        .named("wake", TEXTS)
                        .named("note", TEXT)
                        .said("How what was switched off comes on again."));
        add(
                all,
                of("stopBefore", PLAYBOOK)
                        .needs("consumers", TEXT)
                        .needs("providers", TEXT)
                        .many()
                        .said("Hosts that are stopped before others they need."));
        add(
                all,
                of("phase", PLAYBOOK)
                        .takes("name", TEXT)
                        .holds(PHASE)
                        .many()
                        .said("A stage of an outage, behind a gate."));
    }

    private static void ofPhases(List<Word> all) {
        add(all, of("startWhen", PHASE).asks().said("The gate: the phase begins when this holds."));
        add(
                all,
                of("after", PHASE)
                        .takesMany("phase", TEXT)
                        .said("The phases that must be over first; the one written before unless said."));
        add(all, of("timeout", PHASE).takes("limit", DURATION).said("The longest the phase may take."));
        add(
                all,
                of("pointOfNoReturn", PHASE)
                        .said(
                                "From the begin of this phase the plan is carried out to its end, whatever the power does."));
        add(
                all,
                of("shrink", PHASE)
                        .needs("order", INTEGER)
                        .needs("to", DURATION)
                        .said(
                                "What the phase gives up when the battery runs short; lower orders first, 0.seconds leaves it out."));
        add(
                all,
                of("onError", PHASE)
                        .choice("what", "continue", "abortPhase", "abortAll")
                        .said("What a failure means; machines are switched off at the end in every case."));
        add(all, of("recover", PHASE).holds(PLAYS).said("Plays that undo the phase when power is back in time."));
    }

    private static void steps(List<Word> all) {
        add(all, of("task", TASKS, BLOCK).late("name", TEXT).holds(TASK).many().said("One module with its keywords."));
        add(
                all,
                of("handler", HANDLERS)
                        .takes("name", TEXT)
                        .holds(HANDLER)
                        .many()
                        .said("A task that runs when notified."));
        add(
                all,
                of("block", TASKS, BLOCK)
                        .may("name", TEXT)
                        .holds(BLOCK)
                        .many()
                        .said("Tasks that share keywords, rescue { … } and always { … }."));
        add(
                all,
                of("includeTasks", TASKS, BLOCK)
                        .takes("file", TEXT)
                        .free()
                        .many()
                        .said("The tasks of a task list, with values for its vars."));
        add(all, of("flushHandlers", TASKS, BLOCK).many().said("Runs the handlers notified so far."));
    }

    private static void ofPlays(List<Word> all) {
        add(all, of("hosts", PLAY).takes("pattern", TEXT).said("Which hosts, as 'web:!staging'."));
        add(all, of("forks", PLAY).takes("hosts", INTEGER).said("How many hosts at once."));
        add(all, of("serial", PLAY).takesMany("size", ANY).said("Batches: numbers of hosts, or shares such as '30%'."));
        add(
                all,
                of("order", PLAY)
                        .choice("order", "inventory", "reverseInventory", "sorted", "reverseSorted", "shuffle")
                        .said("The order of the hosts."));
        add(
                all,
                of("strategy", PLAY)
                        .choice("strategy", "linear", "free")
                        .said("Lockstep, or each host at its own pace."));
        add(
                all,
                of("maxFailPercentage", PLAY)
                        .takes("share", INTEGER)
                        .named("countUnreachable", FLAG)
                        .said("The play stops when more than this share of a batch failed."));
        add(all, of("forceHandlers", PLAY).may("on", FLAG).said("Notified handlers run on failed hosts too."));
    }

    private static void shared(List<Word> all) {
        Room[] tasks = {BLOCK, TASK, HANDLER};
        Room[] everywhere = {PLAY, BLOCK, TASK, HANDLER};
        add(
                all,
                of("become", everywhere)
                        .may("on", FLAG)
                        .said("Acts as another user, root unless becomeUser says who."));
        add(all, of("becomeUser", everywhere).takes("user", TEXT).said("Acts as this user."));
        add(all, of("environment", everywhere).free().many().said("Environment variables of the commands."));
        add(all, of("tags", everywhere).takesMany("tag", TEXT).many().said("Names to choose tasks by."));
        add(all, of("check", everywhere).may("on", FLAG).said("Check mode, whatever the run says."));
        add(all, of("diff", everywhere).may("on", FLAG).said("Whether differences are shown, whatever the run says."));
        add(all, of("throttle", everywhere).takes("hosts", INTEGER).said("At most so many hosts at once."));
        add(all, of("anyErrorsFatal", everywhere).may("on", FLAG).said("The first failure ends the run."));
        add(all, of("ignoreErrors", everywhere).may("on", FLAG).said("A failure is noted and the host goes on."));
        add(all, of("ignoreUnreachable", everywhere).may("on", FLAG).said("An unreachable host stays in the play."));
        add(all, of("noLog", everywhere).may("on", FLAG).said("Arguments and results are not recorded."));
        add(all, of("runOnce", tasks).may("on", FLAG).said("Runs on the first host of each batch, for all."));
        add(all, of("delegateTo", tasks).late("host", TEXT).said("Runs on this host on behalf of each."));
        add(all, of("when", tasks).asks().many().said("Runs only where this holds."));
    }

    private static void ofTasks(List<Word> all) {
        Room[] task = {TASK, HANDLER};
        add(all, of("register", task).takes("name", TEXT).said("The name of the result for later tasks."));
        add(all, of("changedWhen", task).asks().many().said("What counts as changed."));
        add(all, of("failedWhen", task).asks().many().said("What counts as failed."));
        add(
                all,
                of("retries", task)
                        .takes("tries", INTEGER)
                        .named("delay", DURATION)
                        .choiceNamed("backoff", "constant", "linear", "exponential")
                        .said("Further tries until the task succeeds."));
        add(all, of("timeout", task).takes("limit", DURATION).said("The limit of one try."));
        add(all, of("notify", task).takesMany("handler", TEXT).many().said("Handlers to run when something changed."));
        add(all, of("listen", HANDLER).takesMany("topic", TEXT).many().said("Further names to be notified by."));
        add(all, of("loop", TASK).items().said("Once for each item of a list."));
    }

    private static void add(List<Word> all, Word word) {
        all.add(word);
    }

    private static Sayer of(String name, Room... rooms) {
        return new Sayer(name, EnumSet.copyOf(Arrays.asList(rooms)));
    }

    /** Builds a word. */
    private static final class Sayer {
        private final String name;
        private final Set<Room> rooms;
        private final List<Word.Slot> positional = new ArrayList<>();
        private final List<Word.Slot> named = new ArrayList<>();
        private boolean free;
        private boolean once = true;
        private Word.Braces braces = new Word.None();

        Sayer(String name, Set<Room> rooms) {
            this.name = name;
            this.rooms = rooms;
        }

        Sayer takes(String slot, Param.Type type) {
            return slot(slot, type, true, false, false);
        }

        Sayer may(String slot, Param.Type type) {
            return slot(slot, type, false, false, false);
        }

        Sayer late(String slot, Param.Type type) {
            return slot(slot, type, true, false, true);
        }

        Sayer takesMany(String slot, Param.Type type) {
            return slot(slot, type, true, true, false);
        }

        private Sayer slot(String slot, Param.Type type, boolean required, boolean many, boolean deferred) {
            positional.add(new Word.Slot(new Param(slot, type, required, List.of(), ""), many, deferred));
            return this;
        }

        Sayer choice(String slot, String... choices) {
            positional.add(new Word.Slot(new Param(slot, CHOICE, true, List.of(choices), ""), false, false));
            return this;
        }

        Sayer named(String slot, Param.Type type) {
            named.add(new Word.Slot(new Param(slot, type, false, List.of(), ""), false, false));
            return this;
        }

        Sayer needs(String slot, Param.Type type) {
            named.add(new Word.Slot(new Param(slot, type, true, List.of(), ""), false, false));
            return this;
        }

        Sayer choiceNamed(String slot, String... choices) {
            named.add(new Word.Slot(new Param(slot, CHOICE, false, List.of(choices), ""), false, false));
            return this;
        }

        Sayer free() {
            free = true;
            return this;
        }

        Sayer many() {
            once = false;
            return this;
        }

        Sayer holds(Room room) {
            braces = new Word.Words(room);
            return this;
        }

        Sayer asks() {
            braces = new Word.Question();
            return this;
        }

        Sayer items() {
            braces = new Word.Items();
            return this;
        }

        Word said(String doc) {
            return new Word(name, rooms, List.copyOf(positional), List.copyOf(named), free, braces, once, doc);
        }
    }
}
