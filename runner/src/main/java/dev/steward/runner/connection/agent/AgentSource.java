package dev.steward.runner.connection.agent;

import dev.steward.runner.connection.shell.Wire;
import dev.steward.runner.time.Time;
import java.util.concurrent.Executor;

/** Starts shells in a VM through its agent. Nothing is needed in the VM but the agent, {@code sh} and its usual companions. */
final class AgentSource implements Wire.Source {

    private final Agent agent;
    private final Executor threads;
    private final Time time;

    AgentSource(Agent agent, Executor threads, Time time) {
        this.agent = agent;
        this.threads = threads;
        this.time = time;
    }

    @Override
    public Wire start(String line, Wire.Sink sink) {
        return new AgentWire(agent, line, sink, threads, time);
    }

    @Override
    public void reset() {
        agent.forget();
    }

    /** The agent is a service of the VM's root. */
    @Override
    public String login() {
        return "root";
    }

    @Override
    public String route() {
        return agent.route();
    }
}
