package dev.santoku.kitchen;

import java.util.List;
import java.util.function.Consumer;

/**
 * A recipe as a graph: cucumbers are washed, then sliced; onions are halved; then comes the dressing. Bread is
 * grilled and needs nothing.
 *
 * @param name of a step
 * @param needs the steps that must come before it, by their places in {@link #STEPS}
 * @param action what it does
 */
record Recipe(String name, List<Integer> needs, Consumer<Salad> action) {
    static final List<String> INGREDIENTS = List.of("cucumbers", "onions", "bread");

    static final List<Recipe> STEPS = List.of(
            new Recipe("wash", List.of(), salad -> salad.wash(0)),
            new Recipe("slice", List.of(0), salad -> salad.cut(0)),
            new Recipe("halve", List.of(), salad -> salad.cut(1)),
            new Recipe("grill", List.of(), salad -> salad.grill(2)),
            new Recipe("dress", List.of(1, 2), salad -> salad.dress(0, 1)));
}
