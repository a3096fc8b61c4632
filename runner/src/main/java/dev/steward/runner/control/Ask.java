package dev.steward.runner.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** What a command asks of the Steward that owns the state directory; one JSON line on the local socket. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Ask.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = Ask.Begin.class, name = "begin"),
    @JsonSubTypes.Type(value = Ask.Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = Ask.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = Ask.Again.class, name = "again"),
    @JsonSubTypes.Type(value = Ask.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = Ask.ListRuns.class, name = "runs"),
    @JsonSubTypes.Type(value = Ask.ShowRun.class, name = "run"),
    @JsonSubTypes.Type(value = Ask.Log.class, name = "log"),
    @JsonSubTypes.Type(value = Ask.Schedules.class, name = "schedules"),
    @JsonSubTypes.Type(value = Ask.NextFires.class, name = "next"),
    @JsonSubTypes.Type(value = Ask.KeepSchedules.class, name = "keep"),
    @JsonSubTypes.Type(value = Ask.Steer.class, name = "steer"),
    @JsonSubTypes.Type(value = Ask.Notices.class, name = "notices"),
    @JsonSubTypes.Type(value = Ask.TestNotice.class, name = "test-notice"),
    @JsonSubTypes.Type(value = Ask.MakeToken.class, name = "make-token"),
    @JsonSubTypes.Type(value = Ask.Tokens.class, name = "tokens"),
    @JsonSubTypes.Type(value = Ask.RevokeToken.class, name = "revoke-token"),
    @JsonSubTypes.Type(value = Ask.OfPatch.class, name = "patch"),
    @JsonSubTypes.Type(value = Ask.OfEvidence.class, name = "evidence"),
    @JsonSubTypes.Type(value = Ask.OfAccount.class, name = "account"),
    @JsonSubTypes.Type(value = Ask.OfAlert.class, name = "alert"),
    @JsonSubTypes.Type(value = Ask.OfGit.class, name = "git"),
    @JsonSubTypes.Type(value = Ask.OfServer.class, name = "server"),
    @JsonSubTypes.Type(value = Ask.Backup.class, name = "backup"),
    @JsonSubTypes.Type(value = Ask.ForApproval.class, name = "for-approval"),
    @JsonSubTypes.Type(value = Ask.OfApproval.class, name = "approval"),
    @JsonSubTypes.Type(value = Ask.OfPower.Status.class, name = "power-status"),
    @JsonSubTypes.Type(value = Ask.OfPower.Plan.class, name = "power-plan"),
    @JsonSubTypes.Type(value = Ask.OfPower.History.class, name = "power-history"),
    @JsonSubTypes.Type(value = Ask.OfPower.Arm.class, name = "power-arm"),
    @JsonSubTypes.Type(value = Ask.OfPower.Apply.class, name = "power-apply"),
    @JsonSubTypes.Type(value = Ask.OfPower.Abort.class, name = "power-abort"),
    @JsonSubTypes.Type(value = Ask.OfPower.Recover.class, name = "power-recover"),
    @JsonSubTypes.Type(value = Ask.OfPower.Rehearse.class, name = "power-rehearse")
})
public sealed interface Ask {

    /** Is anybody there? */
    record Hello() implements Ask {}

    /**
     * Begin a run.
     *
     * @param playbook absolute path
     * @param inventory sources, paths absolute; empty: the configured ones
     * @param vars run parameters
     * @param options the rest
     * @param by who asks
     */
    record Begin(String playbook, List<String> inventory, Map<String, Object> vars, Options options, String by)
            implements Ask {}

    /**
     * How a run is narrowed and logged in; passwords travel only over the 0600 socket. Null where nothing was said.
     *
     * @param limit a host pattern
     * @param tags only these
     * @param skipTags not these
     * @param check change nothing
     * @param diff show diffs
     * @param forks hosts at once
     * @param user login user
     * @param become act as root
     * @param becomePassword for sudo
     * @param password of the login user
     * @param keyFile private key
     * @param vault what opens closed values of the inventory
     * @param onBattery why it begins even while a UPS is on battery
     */
    record Options(
            String limit,
            List<String> tags,
            List<String> skipTags,
            boolean check,
            boolean diff,
            Integer forks,
            String user,
            boolean become,
            String becomePassword,
            String password,
            String keyFile,
            List<VaultKey> vault,
            String onBattery) {

        @Override
        public String toString() {
            return "Options[limit=" + limit + ", check=" + check + "]";
        }
    }

    /**
     * A vault password.
     *
     * @param from the file it was read from, for messages
     * @param password never shown
     */
    record VaultKey(String from, String password) {

        @Override
        public String toString() {
            return "VaultKey[" + from + "]";
        }
    }

    /**
     * The events of a run, until it ends.
     *
     * @param run which
     * @param after the last event number seen; 0: from the first
     */
    record Follow(long run, long after) implements Ask {}

    /**
     * End a run.
     *
     * @param run which
     * @param force package work too
     * @param by who asks
     */
    record Cancel(long run, boolean force, String by) implements Ask {}

    /**
     * Begin a run again.
     *
     * @param run which
     * @param onlyFailed only the hosts that did not end well
     * @param text "RECORDED" or "NOW" where the playbook changed since; null: nothing said
     * @param by who asks
     */
    record Again(long run, boolean onlyFailed, String text, String by) implements Ask {}

    /**
     * Go on with a run that did not end well.
     *
     * @param run which
     * @param how "stop", "again" or "skip" by host: what becomes of steps that might do harm if done twice; "": others
     * @param password of the login user; null: none was typed
     * @param becomePassword for sudo; null: none was typed
     * @param by who asks
     */
    record Resume(long run, Map<String, String> how, String password, String becomePassword, String by) implements Ask {

        @Override
        public String toString() {
            return "Resume[run=" + run + ", how=" + how + "]";
        }
    }

    /**
     * Runs, newest first.
     *
     * @param filters as in the page's address; all must hold
     * @param count at most
     */
    record ListRuns(List<Filter> filters, int count) implements Ask {}

    /**
     * One condition, as {@code host=!db-1}.
     *
     * @param name of the filter
     * @param value what it must be, or with a leading bang must not be
     */
    record Filter(String name, String value) {}

    /**
     * The facts of one run.
     *
     * @param run which
     */
    record ShowRun(long run) implements Ask {}

    /**
     * The output of a run as text.
     *
     * @param run which
     * @param host only this one; null: all
     */
    record Log(long run, String host) implements Ask {}

    /** All schedules. */
    record Schedules() implements Ask {}

    /**
     * The next fires of a schedule.
     *
     * @param name of the schedule
     * @param count how many
     */
    record NextFires(String name, int count) implements Ask {}

    /**
     * A server waits for the state directory: until it takes over, its schedules fire in the process that owns it. May be
     * asked again; they fire once.
     *
     * @param config absolute path of the server's configuration file
     */
    record KeepSchedules(String config) implements Ask {}

    /**
     * Pause, resume or run a schedule.
     *
     * @param name of the schedule
     * @param what "pause", "resume" or "run"
     * @param by who asks
     */
    record Steer(String name, String what, String by) implements Ask {}

    /**
     * The last notices with what became of them, newest first.
     *
     * @param count at most
     */
    record Notices(int count) implements Ask {}

    /**
     * Send a notice, to see whether it arrives.
     *
     * @param by who asks
     * @param channel the only one; null: all
     */
    record TestNotice(String by, String channel) implements Ask {}

    /**
     * Make a token; its text is answered once.
     *
     * @param name of the token, not taken yet
     * @param scope as "read"; "ingest": with it an agent tells of one node of one cluster
     * @param cluster our name of the agent's cluster; null for another scope
     * @param node its name; null for another scope
     * @param playbooks patterns of the only ones it begins; null: all
     * @param expires how long it opens something, as "90d"; null: until it is revoked
     * @param by who asks
     */
    record MakeToken(
            String name, String scope, String cluster, String node, String playbooks, String expires, String by)
            implements Ask {}

    /** All tokens, without their texts. */
    record Tokens() implements Ask {}

    /**
     * A token opens nothing any more.
     *
     * @param name of the token
     * @param by who asks
     */
    record RevokeToken(String name, String by) implements Ask {}

    /**
     * What is asked of package work, exceptions from it, and reboots.
     *
     * @param verb what, as "list", "begin", "hold", "reboot"
     * @param said by name, plain data
     * @param by who asks
     */
    record OfPatch(String verb, Map<String, Object> said, String by) implements Ask {}

    /**
     * What is shown of what the house is for.
     *
     * @param what "checklist", or a report: "monitoring", "power", "update", "mail"; or "about" which Steward it is, or "history"
     * @param offline no cluster, host or server is asked
     */
    record OfEvidence(String what, boolean offline) implements Ask {

        /** Asks for the version and the database's migrations. */
        public static final String ABOUT = "about";
    }

    /**
     * What is asked of accounts.
     *
     * @param verb list, add, role, password, playbooks, totp, enable, disable, remove or audit
     * @param name of the account; null where none is meant
     * @param role as a word, or patterns of playbooks; null where none is meant
     * @param hash of the password: its text never comes this way; null where none is meant
     * @param by who asks
     */
    record OfAccount(String verb, String name, String role, String hash, String by) implements Ask {}

    /**
     * What is asked and said of alerts.
     *
     * @param verb what, as "list", "ack", "silence"
     * @param said by name, plain data
     * @param by who asks
     */
    record OfAlert(String verb, Map<String, Object> said, String by) implements Ask {}

    /**
     * How the git repository stands.
     *
     * @param sync whether its server is asked before
     */
    record OfGit(boolean sync) implements Ask {}

    /** Of the servers that share the history: "list", "renew-links" for all, or "drain" and "undo" of "server" (empty: this one). */
    record OfServer(String verb, Map<String, Object> said, String by) implements Ask {}

    /**
     * A backup: pieces of the file as text in Base64, then what it holds.
     *
     * @param config absolute path of the configuration file, which goes into it; null: there is none
     * @param by who asks
     */
    record Backup(String config, String by) implements Ask {}

    /**
     * Keep a plan that waits for another person's word, instead of beginning it.
     *
     * @param run what is to be done
     * @param why it is wanted
     */
    record ForApproval(Begin run, String why) implements Ask {}

    /**
     * What is asked and said of plans that wait for another person's word.
     *
     * @param verb list, show, approve, reject or apply
     * @param id which; 0: none is meant
     * @param why perhaps empty
     * @param by who asks
     */
    record OfApproval(String verb, long id, String why, String by) implements Ask {}

    /** What is asked of power protection. */
    sealed interface OfPower extends Ask {

        /** How it stands. */
        record Status() implements OfPower {}

        /** The plan in effect. */
        record Plan() implements OfPower {}

        /**
         * Outages, rehearsals and recoveries, newest first.
         *
         * @param count at most
         */
        record History(int count) implements OfPower {}

        /**
         * Arm or disarm.
         *
         * @param on whether an outage shall stop anything
         * @param by who asks
         * @param reason why
         */
        record Arm(boolean on, String by, String reason) implements OfPower {}

        /**
         * Carry the plan out.
         *
         * @param now without waiting for gates
         * @param check change nothing
         * @param phase only this one, from 1; null: all
         * @param task only this one of it, from 1; null: all
         * @param by who asks
         * @param reason why
         */
        record Apply(boolean now, boolean check, Integer phase, Integer task, String by, String reason)
                implements OfPower {}

        /**
         * End the outage that is on.
         *
         * @param by who asks
         * @param reason why
         */
        record Abort(String by, String reason) implements OfPower {}

        /**
         * Bring back what the last outage stopped.
         *
         * @param check only say what would be done
         * @param by who asks
         * @param reason why
         */
        record Recover(boolean check, String by, String reason) implements OfPower {}

        /**
         * Play an outage.
         *
         * @param scenario its name, or the absolute path of a .seq file
         * @param by who asks
         */
        record Rehearse(String scenario, String by) implements OfPower {}
    }
}
