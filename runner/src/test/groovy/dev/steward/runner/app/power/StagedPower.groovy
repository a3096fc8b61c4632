package dev.steward.runner.app.power

import dev.steward.runner.power.PowerState
import dev.steward.runner.power.UpsReading
import dev.steward.runner.time.Time
import java.time.Duration

/** Power protection as a spec sets it; what is asked of it is kept. Not configured at first. */
class StagedPower implements PowerDesk {

    final Time time
    final List<List> asked = [].asSynchronized()
    boolean configured
    boolean armed = true
    PowerState state = PowerState.ONLINE
    List<PowerView.UpsLine> upses = []
    Map<String, UpsReading> said = [:]
    Optional<PowerView.Outage> outage = Optional.empty()
    List<String> troubles = []
    List<OutageLine> history = []
    Duration runtime = Duration.ofMinutes(21)
    String refusal
    String name = 'UPS shutdown'

    StagedPower(Time time) { this.time = time }

    /** What the battery gives, in the plan and of a UPS that stands alone. */
    void setRuntime(Duration runtime) {
        this.runtime = runtime
        if (upses.size() == 1) {
            upses = upses.collect { new PowerView.UpsLine(it.name(), it.address(), it.status(), it.charge(), Optional.ofNullable(runtime), it.load(), it.answered(), it.trouble(), it.model()) }
        }
    }

    /** A house with a UPS on mains. */
    StagedPower house() {
        configured = true
        upses = [ups('cyberpower', 'OL CHRG', 97.0d, Duration.ofMinutes(21), 36.0d)]
        this
    }

    PowerView.UpsLine ups(String name, String status, Double charge, Duration left, Double load, String trouble = null) {
        new PowerView.UpsLine(name, "$name@192.0.2.164:3493", Optional.ofNullable(status), Optional.ofNullable(charge), Optional.ofNullable(left),
                Optional.ofNullable(load), Optional.of(time.now().minusSeconds(trouble ? 310 : 2)), Optional.ofNullable(trouble), Optional.of('CP1500EPFCLCD'))
    }

    /** Seven minutes into an outage: the applications are stopped, node2 goes. */
    StagedPower onBattery(boolean committed = false) {
        house()
        state = committed ? PowerState.COMMITTED : PowerState.SHEDDING
        upses = [ups('cyberpower', 'OB DISCHRG', 61.0d, Duration.ofMinutes(13), 41.0d)]
        runtime = Duration.ofMinutes(13)
        def since = time.now().minusSeconds(432)
        outage = Optional.of(new PowerView.Outage(42, since, Duration.ofSeconds(432), committed, false, Optional.of(Duration.ofMinutes(9)), [
                new PowerView.PhaseLine('Stop applications', 'done', Optional.of('ups.onBatteryFor >= 1.minutes || ups.charge <= 90'), Optional.of(since.plusSeconds(60)), Optional.of(Duration.ofSeconds(48)), '6 of 6 stopped'),
                new PowerView.PhaseLine('Shut down pve-node2', committed ? 'done' : 'running', Optional.of('ups.onBatteryFor >= 5.minutes || ups.charge <= 60'), Optional.of(since.plusSeconds(300)), Optional.of(Duration.ofSeconds(132)), 'docker-4 was stopped hard'),
                new PowerView.PhaseLine('Shut down pve-node1', committed ? 'running' : 'waiting', Optional.of('ups.onBatteryFor >= 15.minutes || ups.charge <= 30'), committed ? Optional.of(since.plusSeconds(431)) : Optional.empty(), Optional.empty(), '')]))
        this
    }

    @Override
    PowerView view() {
        new PowerView(configured, configured && name != null, configured && armed, state, upses, configured && name ? Optional.of(name) : Optional.empty(),
                configured && name ? Optional.of('9f2c61d0aa17') : Optional.empty(), outage, troubles)
    }

    @Override
    PlanView plan() {
        if (!configured || !name) {
            return PlanView.none('', ['playbooks/ups-shutdown.groovy:12:9: there is no word \'pase\'; did you mean phase?'])
        }
        new PlanView(name, 'ups-shutdown.groovy', '9f2c61d0aa17', false, [
                phase(1, 'Stop applications', 'ups.onBatteryFor >= 1.minutes || ups.charge <= 90', false, true, [
                        step(1, 'Bring the stack down', 'command docker compose -f /opt/stacks/compose.yml down --timeout 60', ['media-vm (VM 201)', 'arr-vm (VM 202)', 'downloads-vm (VM 203)', 'apps-vm (VM 204)'], 120),
                        step(2, 'Stop PostgreSQL', 'service name: postgresql, state: stopped', ['db-server (CT 108)'], 60)], 45, 70, 180),
                phase(2, 'Shut down pve-node2', 'ups.onBatteryFor >= 5.minutes || ups.charge <= 60', false, true, [
                        step(1, 'Shut down', 'guest state: shutdown, timeout: 180 s, force: true', ['dns-2 (CT 102)', 'metrics-1 (CT 104)', 'backup-1 (CT 105)', 'git-1 (CT 107)', 'arr-vm (VM 202)', 'apps-vm (VM 204)'], 180),
                        step(2, 'Power off', 'node state: shutdown', ['pve-node2'], 300)], 110, 200, 480),
                phase(3, 'Shut down pve-node1', 'ups.onBatteryFor >= 15.minutes || ups.charge <= 30', true, false, [
                        step(1, 'Shut down', 'guest state: shutdown, timeout: 180 s, force: true', ['dns-1 (CT 101)', 'proxy-1 (CT 103)', 'media-vm (VM 201)'], 180, ['steward (CT 109): Steward itself runs there']),
                        step(2, 'Power off', 'node state: shutdown', ['pve-node1'], 300)], 120, 210, 480)],
                Duration.ofSeconds(275), Duration.ofSeconds(480), Duration.ofSeconds(1140), Optional.ofNullable(runtime),
                ['The UPS cuts its outlets and gives power again with the mains (shutdown.return).', 'pve-node2 is woken over the network.', 'BIOS: power on after AC loss'], [], ['3 of 16 steps were never timed, so what they take is guessed'],
                [new PlanView.Load('cyberpower', '', 36d, Duration.ofMinutes(21)), new PlanView.Load('cyberpower', 'pve-node2', 21.2d, Duration.ofMinutes(35)), new PlanView.Load('cyberpower', 'pve-node1', 6.4d, Duration.ofMinutes(118))])
    }

    private static PlanView.PhasePlan phase(int number, String name, String gate, boolean last, boolean recovers, List steps, long typical, long likely, long worst) {
        new PlanView.PhasePlan(number, name, Optional.of(gate), last, recovers, steps, Duration.ofSeconds(typical), Duration.ofSeconds(likely), Duration.ofSeconds(worst))
    }

    private static PlanView.StepPlan step(int number, String task, String does, List<String> hosts, long limit, List<String> left = []) {
        new PlanView.StepPlan(number, task, does, hosts, Optional.of(Duration.ofSeconds(limit)), left)
    }

    private void keep(List what) {
        if (refusal) {
            throw new PowerRefused([refusal])
        }
        asked << what
    }

    @Override
    void arm(boolean on, Who who) {
        keep(['arm', on, who.name(), who.reason()])
        armed = on
    }

    @Override
    long apply(Apply how, Who who) {
        keep(['apply', how, who.name(), who.reason()])
        42
    }

    @Override
    void abort(Who who) { keep(['abort', who.name(), who.reason()]) }

    @Override
    long recover(boolean check, Who who) {
        keep(['recover', check, who.name(), who.reason()])
        43
    }

    @Override
    long rehearse(String scenario, Who who) {
        keep(['rehearse', scenario, who.name()])
        44
    }

    @Override
    Map<String, UpsReading> readings() { said }

    @Override
    List<OutageLine> history(int most) { history.take(most) }
}
