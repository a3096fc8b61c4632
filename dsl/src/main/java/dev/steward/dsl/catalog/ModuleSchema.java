package dev.steward.dsl.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What a module takes, as data.
 *
 * @param name as {@code apt}
 * @param doc what it does, one or two sentences
 * @param params in the order of the reference page
 * @param positional the parameter that leading unnamed arguments fill: a TEXTS parameter takes them all
 *     ({@code command 'a', 'b'}), CONDITIONS takes a closure ({@code assertThat { … }}), any other takes one
 * @param freeForm whether further named arguments of any name and type are taken ({@code setFact x: 1})
 * @param returns the properties of a registered result that only this module has, with a type each; every result also has
 *     changed, failed, skipped, unreachable, message, attempts, duration
 */
public record ModuleSchema(
        String name,
        String doc,
        List<Param> params,
        Optional<String> positional,
        boolean freeForm,
        List<Returned> returns) {

    public ModuleSchema {
        params = List.copyOf(params);
        returns = List.copyOf(returns);
    }

    /**
     * A property of a module's result.
     *
     * @param name as {@code exists}
     * @param type of the value
     * @param doc one sentence
     */
    public record Returned(String name, Param.Type type, String doc) {}

    /**
     * The parameter of a name.
     *
     * @return empty where the module has none of that name
     */
    public Optional<Param> param(String name) {
        return params.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
