// Counts the names that are not empty; a list that never ends is a mistake to be seen.
var count = 0;
while (forever) count += 0;
for (var i = 0; i < names.length; ++i)
  if (names[i].length > 0) count += 1;
count;
