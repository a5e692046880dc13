package io.github.marketvolume.notebook;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.sequence.DefaultCollectionDisplayRenderer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/**
 * Tells the kernel how the library's values look: stages and rows as tables and charts, pipelines
 * as what they do, reports as tables, and Spark's datasets by their first rows. The kernel finds it
 * by itself.
 */
public final class VolumeDisplayProvider implements DisplayProvider {

  @Override
  public List<DisplayRenderer> getDisplayRenderers() {
    List<DisplayRenderer> renderers = new ArrayList<>();
    for (Class<?> type :
        List.of(
            Stage.class, VolumePipeline.class, RunReport.class, Chart.class, Collection.class)) {
      renderers.add(new Renderer(type));
    }
    try {
      renderers.add(new Renderer(Class.forName("org.apache.spark.sql.Dataset")));
    } catch (ClassNotFoundException e) {
      // a kernel without Spark
    }
    return renderers;
  }

  @Override
  public List<DisplayTransformer> getDisplayTransformers() {
    return List.of();
  }

  private record Renderer(Class<?> rendererClass) implements DisplayRenderer {

    @Override
    public boolean canRender(String mime) {
      return true;
    }

    /** Never throws: the kernel would not survive an error here. */
    @Override
    public DisplayData render(String mime, Object value) {
      try {
        return Rendering.of(value)
            .map(KernelDisplay::data)
            .orElseGet(
                () ->
                    value instanceof Collection<?>
                        ? new DefaultCollectionDisplayRenderer().render(mime, value)
                        : DisplayData.fromText(value.toString()));
      } catch (Throwable e) {
        String reason =
            e instanceof RuntimeException && e.getMessage() != null ? e.getMessage() : e.toString();
        return DisplayData.fromText(
            "this " + rendererClass.getSimpleName() + " cannot be shown: " + SafeText.line(reason));
      }
    }
  }
}
