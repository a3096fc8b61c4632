package dev.steward.dsl.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ups} stands for in {@code startWhen}, {@code emergencyWhen} and the conditions of a phase: the power of the house at one
 * moment. Whoever carries a power plan out binds the scope's name {@link #NAME} to one; a property that is empty here is
 * {@link Unknown} there. While {@code emergency} holds, gates are opened by whoever asks them, not by this value.
 *
 * @param onBattery whether the mains is gone, confirmed or not
 * @param onBatteryFor since the outage's first second
 * @param onlineFor since when the mains is there without a break
 * @param charge in per cent, 0 to 100
 * @param runtime left at the present load
 * @param load in per cent
 * @param lowBattery LB together with OB
 * @param forcedShutdown FSD
 * @param emergency the configured emergency charge is reached, or LB, or FSD
 */
public record Ups(
        boolean onBattery,
        Duration onBatteryFor,
        Duration onlineFor,
        Optional<Double> charge,
        Optional<Duration> runtime,
        Optional<Double> load,
        boolean lowBattery,
        boolean forcedShutdown,
        boolean emergency) {

    /** The name it is bound to. */
    public static final String NAME = "ups";

    /** Its properties, for checking a playbook. */
    public static final Type TYPE = Type.record(NAME, types());

    private static Map<String, Type> types() {
        Map<String, Type> types = new LinkedHashMap<>();
        types.put("onBattery", Type.FLAG);
        types.put("onBatteryFor", Type.DURATION);
        types.put("onlineFor", Type.DURATION);
        types.put("charge", Type.NUMBER);
        types.put("runtime", Type.DURATION);
        types.put("load", Type.NUMBER);
        types.put("lowBattery", Type.FLAG);
        types.put("forcedShutdown", Type.FLAG);
        types.put("emergency", Type.FLAG);
        return types;
    }

    /** The value of a property, {@link Unknown#VALUE} where nobody knows it; null where there is no such property. */
    public Object property(String name) {
        return switch (name) {
            case "onBattery" -> onBattery;
            case "onBatteryFor" -> onBatteryFor;
            case "onlineFor" -> onlineFor;
            case "charge" -> number(charge);
            case "runtime" -> runtime.<Object>map(r -> r).orElse(Unknown.VALUE);
            case "load" -> number(load);
            case "lowBattery" -> lowBattery;
            case "forcedShutdown" -> forcedShutdown;
            case "emergency" -> emergency;
            default -> null;
        };
    }

    private static Object number(Optional<Double> value) {
        return value.filter(Double::isFinite).<Object>map(BigDecimal::valueOf).orElse(Unknown.VALUE);
    }
}
