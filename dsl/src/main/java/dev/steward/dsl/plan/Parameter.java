package dev.steward.dsl.plan;

/**
 * A run parameter: an entry of the playbook's {@code vars}.
 *
 * @param name as {@code autoReboot}
 * @param type the simple name of the type that the default fixes: String, Boolean, Integer, BigDecimal, Duration, List, Map
 * @param value what it is in this plan (the default, or what {@code -e} said); a {@link SecretRef} where it is one
 * @param label what {@code ask(default, 'label')} says to the person who fills in the form; empty: none
 * @param given whether the value was given for this run
 */
public record Parameter(String name, String type, Object value, String label, boolean given) {}
