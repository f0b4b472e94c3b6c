// The Python that is measured.
export const FRAME = `import pandas as pd
import matplotlib.pyplot as plt
print(pd.DataFrame({"key": ["a", "b", "a"], "value": [1, 2, 3]}).groupby("key").value.mean())`;
export const PLOT = `import io
import matplotlib.pyplot as plt
plt.figure()
plt.plot([1, 2, 3])
plt.savefig(io.BytesIO(), format="png", bbox_inches="tight")
plt.close("all")`;
export const SHOWN_PLOT = `import matplotlib.pyplot as plt
plt.figure()
plt.plot([1, 2, 3])
plt.show()`;
export const LOOP = `total = 0
for number in range(3_000_000):
    total += number * number`;
export const NUMPY_LOOP = `import numpy as np
values = np.arange(2_000_000, dtype=float)
for _ in range(20):
    values = np.sqrt(values * values + 1)`;
export const ENDLESS = `print("begun")
while True: pass`;
