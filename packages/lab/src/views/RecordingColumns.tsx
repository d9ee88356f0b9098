import type { ColumnDescription, FileDescription } from "@lagwise/data";
import { useId, useState } from "react";
import { update } from "../state/lab.js";
import type { Settings } from "../state/settings.js";
import { type ChosenColumns, chosenColumns, withColumn } from "../work/fittingColumns.js";
import { columnsAsked } from "../work/fittingRequest.js";

interface RecordingColumnsProps {
  readonly settings: Settings<"data">;
  readonly description: FileDescription;
}

/** Which columns drive and which answer: typed as on the command line, or ticked. */
export function RecordingColumns({ settings, description }: RecordingColumnsProps) {
  const { columns } = description;
  const lists = columnsAsked(settings);
  const chosen = { input: chosenColumns(lists.input, columns), output: chosenColumns(lists.output, columns) };
  const tick = (role: "input" | "output", column: number, taken: boolean) => {
    const other = role === "input" ? "output" : "input";
    const given = chosen[other].has(column) && taken;
    update("data", {
      ...lists,
      [role]: withColumn(lists[role], column, taken, columns),
      ...(given ? { [other]: withColumn(lists[other], column, false, columns) } : {}),
    });
  };
  return (
    <section className="columns" aria-labelledby="columns-heading">
      <h2 id="columns-heading">Columns</h2>
      <ListField
        label="Inputs, which drive"
        list={lists.input}
        onList={(input) => update("data", { ...lists, input })}
      />
      <ListField
        label="Outputs, which answer"
        list={lists.output}
        onList={(output) => update("data", { ...lists, output })}
      />
      <section className="ticks" aria-label="Columns of the file">
        <table>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">in</th>
              <th scope="col">out</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column, k) => (
              <ColumnRow
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of one name are told apart by their place alone
                key={`${k} ${column.name}`}
                column={column}
                number={k}
                chosen={chosen}
                onTick={tick}
              />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function ColumnRow({
  column,
  number,
  chosen,
  onTick,
}: {
  readonly column: ColumnDescription;
  readonly number: number;
  readonly chosen: { readonly input: ChosenColumns; readonly output: ChosenColumns };
  readonly onTick: (role: "input" | "output", column: number, taken: boolean) => void;
}) {
  const { name, usable, shape, type } = column;
  const kind = shape ? shape.join(" × ") : usable ? "" : type;
  return (
    <tr className={usable ? undefined : "unusable"}>
      <th scope="row">
        {name} {kind === "" ? null : <span className="unit">{kind}</span>}
      </th>
      {(["input", "output"] as const).map((role) => (
        <td key={role}>
          <input
            type="checkbox"
            aria-label={`${name} as ${role}`}
            disabled={!usable}
            checked={chosen[role].get(number) === "all"}
            ref={(element) => {
              if (element !== null) element.indeterminate = chosen[role].get(number) === "part";
            }}
            onChange={(event) => onTick(role, number, event.target.checked)}
          />
        </td>
      ))}
    </tr>
  );
}

/** A column list that counts once it has been typed to its end. */
function ListField({
  label,
  list,
  onList,
}: {
  readonly label: string;
  readonly list: string;
  readonly onList: (list: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const take = () => {
    if (typed !== undefined && typed.trim() !== list) onList(typed.trim());
    setTyped(undefined);
  };
  return (
    <div className="list">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="names, or 1,3-5"
        value={typed ?? list}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape") setTyped(undefined);
        }}
      />
    </div>
  );
}
