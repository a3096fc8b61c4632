package dev.steward.web.server;

import dev.steward.runner.account.Role;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Reply;
import dev.steward.web.page.Chrome;
import dev.steward.web.page.Pages;
import dev.steward.web.parts.WebParts;
import dev.steward.web.power.Banner;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Pages as HTML. The only place that knows jte. */
final class Templates {

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "dev.steward.web.template");
    private final WebParts parts;
    private final String assets;
    private final Supplier<Optional<String>> trouble;

    /**
     * Templates.
     *
     * @param assets the folder of stylesheet and scripts
     * @param trouble what is wrong with the server, which admins are told on every page
     */
    Templates(WebParts parts, String assets, Supplier<Optional<String>> trouble) {
        this.parts = parts;
        this.assets = assets;
        this.trouble = trouble;
    }

    /**
     * A page.
     *
     * @param open whether what stands around it may tell of this house
     */
    String render(Reply.Page page, String path, Caller caller, boolean open) {
        Chrome chrome = new Chrome(
                page.title(),
                open ? Pages.MENU : List.of(),
                path,
                Chrome.Who.of(caller),
                assets,
                open ? parts.version().toString() : "",
                open && page.whole() ? Banner.of(parts.power()) : Optional.empty(),
                caller.may(Role.ADMIN) ? trouble.get() : Optional.empty());
        StringOutput out = new StringOutput(32_768);
        engine.render(page.template() + ".jte", Map.of("chrome", chrome, "view", page.view()), out);
        return out.toString();
    }
}
