package io.github.marketvolume.notebook;

import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.global.Global;

/** The kernel's display. Only in a kernel may this class be touched. */
final class KernelDisplay {

  private KernelDisplay() {}

  static void show(Object value) {
    if (value == null) {
      MainApp.kernel.display(DisplayData.fromText("null"));
    } else {
      Global.display(value);
    }
  }

  static void show(String id, Rendering look) {
    MainApp.kernel.display(data(id, look));
  }

  /** Replaces what was shown under this id. */
  static void update(String id, Rendering look) {
    MainApp.kernel.updateDisplay(data(id, look));
  }

  private static DisplayData data(String id, Rendering look) {
    DisplayData data = data(look);
    data.setDisplayId(id);
    return data;
  }

  static DisplayData data(Rendering look) {
    DisplayData data = DisplayData.fromHtml(look.html());
    data.putText(look.text());
    return data;
  }
}
