<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AssessClassification</name>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessment report</source>
        <translation>Bewertungsbericht</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A page with the accuracy measures, their confidence intervals, the confusion matrix and the areas.</source>
        <translation>Eine Seite mit den Genauigkeitsmaßen, ihren Konfidenzintervallen, der Konfusionsmatrix und den Flächen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A CSV table with one row per class: its measures and its row of the confusion matrix.</source>
        <translation>Eine CSV-Tabelle mit einer Zeile je Klasse: ihre Maße und ihre Zeile der Konfusionsmatrix.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Overall accuracy</source>
        <translation>Gesamtgenauigkeit</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Mean IoU</source>
        <translation>Mittlere IoU</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessed pixels</source>
        <translation>Bewertete Pixel</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class raster</source>
        <translation>Klassenraster</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The class raster to assess, from Classify Pixels or any other program: integers in its first band.</source>
        <translation>Das zu bewertende Klassenraster, aus „Pixel klassifizieren“ oder einem anderen Programm: ganze Zahlen im ersten Kanal.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (vector)</source>
        <translation>Referenz (Vektor)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Points or polygons of known class, in any CRS, that no training has seen. A point assesses the pixel under it, a polygon every pixel whose centre it contains. Give either these or a reference raster.</source>
        <translation>Punkte oder Polygone bekannter Klasse, in beliebigem KBS, die in keinem Training verwendet wurden. Ein Punkt bewertet das Pixel, in dem er liegt, ein Polygon jedes Pixel, dessen Mittelpunkt es enthält. Geben Sie entweder diese oder ein Referenzraster an.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class field</source>
        <translation>Klassenfeld</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The true class of each feature: a value of the class raster, or a class name from its attribute table or legend.</source>
        <translation>Die wahre Klasse jedes Objekts: ein Wert des Klassenrasters oder ein Klassenname aus seiner Attributtabelle oder Legende.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (raster)</source>
        <translation>Referenz (Raster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A raster of true class values on any grid and in any CRS, resampled by nearest neighbour.</source>
        <translation>Ein Raster wahrer Klassenwerte in beliebigem Gitter und KBS, mit der Methode „Nächster Nachbar“ neu abgetastet.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Pixels of the reference raster with this value are not assessed. Empty: every value is a class.</source>
        <translation>Pixel des Referenzrasters mit diesem Wert werden nicht bewertet. Leer: Jeder Wert ist eine Klasse.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Sampling</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>none: the reference was chosen by hand or covers everything; the measures are of its pixels alone. stratified: a random sample per class of this map; the measures are weighted by area, and the area of each class is estimated with its standard error. Points from Draw Assessment Sample carry their own design, which is used in place of either.</source>
        <translation>none: Die Referenz wurde von Hand ausgewählt oder deckt alles ab; die Maße gelten nur für ihre Pixel. stratified: eine Zufallsstichprobe je Klasse dieser Karte; die Maße werden nach Fläche gewichtet, und die Fläche jeder Klasse wird mit ihrem Standardfehler geschätzt. Punkte aus „Bewertungsstichprobe ziehen“ bringen ihr eigenes Stichprobendesign mit, das anstelle von beidem verwendet wird.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only this extent is assessed, and areas are of it. Empty: the whole raster.</source>
        <translation>Nur diese Ausdehnung wird bewertet, und Flächen beziehen sich auf sie. Leer: das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only pixels inside these polygons are assessed, and areas are of them.</source>
        <translation>Nur Pixel innerhalb dieser Polygone werden bewertet, und Flächen beziehen sich auf sie.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Block size (pixels)</source>
        <translation>Blockgröße (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Side of the blocks of the spatial block bootstrap for the confidence intervals, which allows for spatial autocorrelation. Choose it larger than the reference polygons. Empty: a tenth of the map.</source>
        <translation>Seitenlänge der Blöcke im räumlichen Block-Bootstrap für die Konfidenzintervalle, der die räumliche Autokorrelation berücksichtigt. Wählen Sie sie größer als die Referenzpolygone. Leer: ein Zehntel der Karte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>the true class</source>
        <translation>die wahre Klasse</translation>
    </message>
</context>
<context>
    <name>CheckInstallation</name>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation report</source>
        <translation>Installationsbericht</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>A page with all findings, shown in the Results Viewer. The log has them too.</source>
        <translation>Eine Seite mit allen Befunden, die in der Ergebnisanzeige erscheint. Das Protokoll enthält sie auch.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Everything works</source>
        <translation>Alles funktioniert</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Number of faults</source>
        <translation>Anzahl der Fehler</translation>
    </message>
</context>
<context>
    <name>ClassifyPixels</name>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Imagery</source>
        <translation>Bilddaten</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>Das zu klassifizierende Raster, mit den Kanälen und etwa der Pixelgröße der Trainingsbilder.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Ein Ordner, den „Pixelklassifikator trainieren“ geschrieben hat. Oder ein Segmentierungsmodell eines anderen Programms: eine .onnx-Datei wie von Deepness oder GeoDeep (geben Sie ihren Pfad ein, oder wählen Sie den Ordner, der sie enthält) oder ein Ordner von segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The bands of the raster in the order of the model. Empty: all bands in their own order.</source>
        <translation>Die Kanäle des Rasters in der Reihenfolge des Modells. Leer: alle Kanäle in ihrer eigenen Reihenfolge.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Nur diese Ausdehnung wird klassifiziert, und das Ergebnis hat diese Ausdehnung. Leer: das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only pixels inside these polygons are classified; the others become NoData.</source>
        <translation>Nur Pixel innerhalb dieser Polygone werden klassifiziert; die anderen werden NoData.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tile size (pixels)</source>
        <translation>Kachelgröße (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster is classified in overlapping tiles of at most this size. Empty: chosen for the model, about twice the size of its training chips. Larger tiles need more memory and give the network more context than in training.</source>
        <translation>Das Raster wird in überlappenden Kacheln von höchstens dieser Größe klassifiziert. Leer: passend zum Modell, etwa das Doppelte der Größe seiner Trainingschips. Größere Kacheln brauchen mehr Speicher und geben dem Netz mehr Kontext als im Training.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Overlap (pixels)</source>
        <translation>Überlappung (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Neighbouring tiles are blended over this width. Empty: chosen for the model.</source>
        <translation>Benachbarte Kacheln werden über diese Breite überblendet. Leer: passend zum Modell.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tiles that are computed at a time. 0: chosen for speed and the available memory.</source>
        <translation>Anzahl der Kacheln, die gleichzeitig berechnet werden. 0: passend zu Geschwindigkeit und verfügbarem Speicher.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>openvino:gpu und openvino:npu: GPUs und neuronale Recheneinheiten (NPU) von Intel, openvino:cpu: die CPU, mit OpenVINO, wo es installiert ist (auf den ersten beiden nie erprobt).</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Precision</source>
        <translation>Rechengenauigkeit</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>auto: 8-bit integers on a CPU with instructions for them, if OpenVINO is installed and the model&apos;s training showed that they are as accurate. They change about one pixel in two hundred. Else 16-bit numbers where the device computes faster with them; these change about one pixel in two thousand. float32, bfloat16, int8: always these.</source>
        <translation>auto: 8-Bit-Ganzzahlen auf einer CPU mit Befehlen dafür, wenn OpenVINO installiert ist und das Training des Modells gezeigt hat, dass sie ebenso genau sind. Das ändert etwa eines von zweihundert Pixeln. Sonst 16-Bit-Zahlen, wo das Gerät damit schneller rechnet; das ändert etwa eines von zweitausend Pixeln. float32, bfloat16, int8: immer diese.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Test-time augmentation</source>
        <translation>Augmentierung bei der Vorhersage (TTA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Mittelt die Vorhersagen von 4 Drehungen oder von 8 Drehungen und Spiegelungen jeder Kachel. Verbessert das Ergebnis oft ein wenig und dauert 4- oder 8-mal so lange.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Auf die Pixelgröße des Modells neu abtasten</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Tastet das Raster für das Netz auf die Pixelgröße der Trainingsbilder neu ab; das Ergebnis behält das Gitter des Rasters. Nein: Das Raster wird verwendet, wie es ist, mit einer Warnung, wenn sich die Pixelgrößen stark unterscheiden.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Band scaling</source>
        <translation>Kanalskalierung</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For models of other programs that do not state it: mean and standard deviation of each band in units of the raster, such as 123.7 58.4; 116.3 57.1; 103.5 57.4. One pair is for all bands; 0 255 divides by 255.</source>
        <translation>Für Modelle anderer Programme, die sie nicht angeben: Mittelwert und Standardabweichung jedes Kanals in Einheiten des Rasters, zum Beispiel 123.7 58.4; 116.3 57.1; 103.5 57.4. Ein einziges Paar gilt für alle Kanäle; 0 255 teilt durch 255.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>geotiff: plain GeoTIFF. cog: Cloud Optimized GeoTIFF with overviews, which displays fast at any size and takes one more pass to write.</source>
        <translation>geotiff: einfaches GeoTIFF. cog: Cloud Optimized GeoTIFF mit Übersichten, das in jeder Größe schnell dargestellt wird und beim Schreiben einen weiteren Durchgang braucht.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Data type of class probabilities</source>
        <translation>Datentyp der Klassenwahrscheinlichkeiten</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>float: 0 to 1. byte: whole percent, a quarter of the size.</source>
        <translation>float: 0 bis 1. byte: ganze Prozent, ein Viertel der Größe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty measure</source>
        <translation>Maß der Unsicherheit</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>margin: from the difference between the two most probable classes. entropy: from the distribution over all classes.</source>
        <translation>margin: aus der Differenz der beiden wahrscheinlichsten Klassen. entropy: aus der Verteilung über alle Klassen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of places to label next</source>
        <translation>Anzahl der nächsten Stellen zum Labeln</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The largest number of points in the layer of places to label next.</source>
        <translation>Die größte Anzahl von Punkten im Layer der nächsten Stellen zum Labeln.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Distance of places to label next (pixels)</source>
        <translation>Abstand der nächsten Stellen zum Labeln (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The minimum distance between places to label next. Empty: the chip size of the model.</source>
        <translation>Der kleinste Abstand zwischen den nächsten Stellen zum Labeln. Leer: die Chipgröße des Modells.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Part of the map</source>
        <translation>Teil der Karte</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For one map by several runs or computers: 1, 2, … up to the number of parts, with all other parameters the same. Finished rows are kept in the folder OUTPUT.strips, and the run that finishes the last part joins them. join: only joins parts that are all there. auto: the number comes from a queue (SLURM array, Kubernetes indexed job, torchrun; scripts in docs/cluster.md). Empty: the whole map, from what is kept of an interrupted run too.</source>
        <translation>Für eine Karte aus mehreren Läufen oder von mehreren Computern: 1, 2, … bis zur Anzahl der Teile, mit sonst gleichen Parametern. Fertige Zeilen werden im Ordner OUTPUT.strips aufbewahrt, und der Lauf, der den letzten Teil fertigstellt, fügt sie zusammen. join: fügt nur Teile zusammen, die alle vorhanden sind. auto: Die Nummer kommt von einer Warteschlange (SLURM-Array, Kubernetes Indexed Job, torchrun; Skripte in docs/cluster.md). Leer: die ganze Karte, auch aus dem, was von einem unterbrochenen Lauf aufbewahrt ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of parts</source>
        <translation>Anzahl der Teile</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Into how many parts of about equal height the map is divided, with Part of the map.</source>
        <translation>In wie viele etwa gleich hohe Teile die Karte geteilt wird, zusammen mit „Teil der Karte“.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF mit den Klassenwerten, Namen und Farben der Trainingslabels.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF mit der Wahrscheinlichkeit der vorhergesagten Klasse in Prozent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class probabilities</source>
        <translation>Klassenwahrscheinlichkeiten</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with one band per class.</source>
        <translation>GeoTIFF mit einem Kanal je Klasse.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the uncertainty of the class, in percent.</source>
        <translation>GeoTIFF mit der Unsicherheit der Klasse in Prozent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of possible classes</source>
        <translation>Anzahl möglicher Klassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the size of the prediction set: how many classes are possible at a pixel, so that the true one is among them at 90 % of pixels like those of the validation. At least 1. Needs a model that was trained with validation.</source>
        <translation>GeoTIFF mit der Größe der Vorhersagemenge: wie viele Klassen an einem Pixel möglich sind, sodass die wahre bei 90 % der Pixel, die denen der Validierung gleichen, darunter ist. Mindestens 1. Braucht ein Modell, das mit Validierung trainiert wurde.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class areas</source>
        <translation>Klassenflächen</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A table (CSV) with the pixels and hectares of each class; on the ellipsoid for a geographic CRS.</source>
        <translation>Eine Tabelle (CSV) mit den Pixeln und Hektar jeder Klasse; bei einem geographischen KBS auf dem Ellipsoid.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Places to label next</source>
        <translation>Nächste Stellen zum Labeln</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Ein Punktlayer (GeoPackage) der Stellen mit der unsichersten Klasse, über das Raster verteilt: Labels an diesen Stellen verbessern das Modell am meisten.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The rasters are Cloud Optimized GeoTIFFs, as chosen for {outputs}; FORMAT is {format}.</source>
        <translation>Die Raster sind Cloud Optimized GeoTIFFs, wie für {outputs} gewählt; FORMAT ist {format}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>{raster} has no colours: {reason}</source>
        <translation>{raster} hat keine Farben: {reason}</translation>
    </message>
</context>
<context>
    <name>DrawAssessmentSample</name>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Assessment sample</source>
        <translation>Bewertungsstichprobe</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A GeoPackage of points with an empty field “reference”: choose the true class there from a list. The points carry the sampling design, which Assess Classification reads. The class on the map is hidden.</source>
        <translation>Ein GeoPackage von Punkten mit einem leeren Feld „reference“, in das aus einer Liste die wahre Klasse einzutragen ist. Die Punkte tragen das Stichprobendesign, das „Klassifikation bewerten“ liest. Die Klasse in der Karte ist verborgen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of points</source>
        <translation>Anzahl der Punkte</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of strata</source>
        <translation>Anzahl der Schichten</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class raster</source>
        <translation>Klassenraster</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The map to be assessed: integers in its first band. No point is drawn where it is NoData. Give either this or polygons.</source>
        <translation>Die zu bewertende Karte: ganze Zahlen im ersten Kanal. Wo sie NoData ist, wird kein Punkt gezogen. Geben Sie entweder diese oder Polygone an.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A map of polygons in place of a class raster. Points are drawn inside them.</source>
        <translation>Eine Karte aus Polygonen anstelle eines Klassenrasters. Punkte werden innerhalb der Polygone gezogen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Class field</source>
        <translation>Klassenfeld</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The class of each polygon, as a number or text; 0 is left out. Empty: all are of one class.</source>
        <translation>Die Klasse jedes Polygons als Zahl oder Text; 0 wird ausgelassen. Leer: Alle gehören zu einer Klasse.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Design</source>
        <translation>Stichprobendesign</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>stratified: random points in each class of the map, so that rare classes get enough. random: random points anywhere. systematic: a regular lattice with a random start.</source>
        <translation>stratified: Zufallspunkte in jeder Klasse der Karte, damit seltene Klassen genügend erhalten. random: Zufallspunkte überall. systematic: ein regelmäßiges Gitter mit zufälligem Anfang.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Empty: as many as the standard error takes.</source>
        <translation>Leer: so viele, wie der Standardfehler erfordert.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Standard error of the overall accuracy (%)</source>
        <translation>Standardfehler der Gesamtgenauigkeit (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The wanted precision, which counts if the number of points is empty. The 95 % confidence interval reaches twice as far to either side. Half of it takes four times the points (Olofsson et al. 2014, equation 13).</source>
        <translation>Die gewünschte Genauigkeit, die gilt, wenn die Anzahl der Punkte leer ist. Das 95-%-Konfidenzintervall reicht nach jeder Seite doppelt so weit. Die Hälfte davon erfordert viermal so viele Punkte (Olofsson et al. 2014, Gleichung 13).</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy (%)</source>
        <translation>Erwartete Nutzergenauigkeit (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How many of the points of a class are expected to be correct. 50 is the most cautious guess and takes the most points.</source>
        <translation>Wie viele der Punkte einer Klasse voraussichtlich richtig sind. 50 ist die vorsichtigste Annahme und erfordert die meisten Punkte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy per class (%)</source>
        <translation>Erwartete Nutzergenauigkeit je Klasse (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>By class value or name, such as “1: 70, forest: 90”. Other classes have the one above.</source>
        <translation>Nach Klassenwert oder Klassenname, zum Beispiel „1: 70, forest: 90“. Für andere Klassen gilt der Wert darüber.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Allocation</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How points are divided among classes. floor: by area, with a least number for rare classes. proportional: by area. equal: the same number for each class, for precise user&apos;s accuracies.</source>
        <translation>Wie die Punkte auf die Klassen aufgeteilt werden. floor: nach Fläche, mit einer Mindestanzahl für seltene Klassen. proportional: nach Fläche. equal: dieselbe Anzahl für jede Klasse, für präzise Nutzergenauigkeiten.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Least points per class</source>
        <translation>Mindestanzahl der Punkte je Klasse</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>For the allocation “floor”. 50 to 100 are usual.</source>
        <translation>Für die Aufteilung „floor“. Üblich sind 50 bis 100.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Minimum distance (m)</source>
        <translation>Mindestabstand (m)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The least distance between any two points on the ground, in any CRS. 0: none.</source>
        <translation>Der kleinste Abstand zweier Punkte am Boden, in jedem KBS. 0: keiner.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn in this extent only. Empty: in the whole map.</source>
        <translation>Punkte werden nur in dieser Ausdehnung gezogen. Leer: in der ganzen Karte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn inside these polygons only.</source>
        <translation>Punkte werden nur innerhalb dieser Polygone gezogen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Cell size of polygons</source>
        <translation>Zellgröße für Polygone</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons are divided into square cells of this side, in units of their CRS, and points are cell centres. Empty: a 5000th of the longer side of their extent.</source>
        <translation>Polygone werden in quadratische Zellen dieser Seitenlänge geteilt, in Einheiten ihres KBS, und die Punkte sind Mittelpunkte von Zellen. Leer: der 5000. Teil der längeren Seite ihrer Ausdehnung.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Seed</source>
        <translation>Startwert (Seed)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The same seed, map and settings give the same points.</source>
        <translation>Derselbe Startwert ergibt mit derselben Karte und denselben Einstellungen dieselben Punkte.</translation>
    </message>
</context>
<context>
    <name>ExportModel</name>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>A folder written by Train Pixel Classifier.</source>
        <translation>Ein Ordner, den „Pixelklassifikator trainieren“ geschrieben hat.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>onnx: an ONNX file that takes the values of the raster, for onnxruntime, Deepness and Classify Pixels. onnx_geodeep: one for GeoDeep, which takes 3 bands of bytes and divides them by 255; Deepness reads it, too. stac: an item (JSON) that describes the model folder in a STAC catalogue. dlpk: an Esri model package for ArcGIS Pro, never tried there. int8: int8.safetensors, which lies in the model folder and lets Classify Pixels compute in 8-bit integers; for models that were trained without it.</source>
        <translation>onnx: eine ONNX-Datei, die die Werte des Rasters nimmt, für onnxruntime, Deepness und „Pixel klassifizieren“. onnx_geodeep: eine für GeoDeep, das 3 Kanäle mit Bytes nimmt und sie durch 255 teilt; auch Deepness liest sie. stac: ein Item (JSON), das den Modellordner in einem STAC-Katalog beschreibt. dlpk: ein Esri-Modellpaket für ArcGIS Pro, das dort nie erprobt wurde. int8: int8.safetensors, das im Modellordner liegt und „Pixel klassifizieren“ in 8-Bit-Ganzzahlen rechnen lässt; für Modelle, die ohne es trainiert wurden.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Tile size (pixels)</source>
        <translation>Kachelgröße (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>The side of the tiles, which is fixed in an ONNX model. Empty: chosen for the model, as in Classify Pixels.</source>
        <translation>Die Seitenlänge der Kacheln, die in einem ONNX-Modell fest ist. Leer: passend zum Modell, wie in „Pixel klassifizieren“.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Training chips folder</source>
        <translation>Ordner der Trainingschips</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>For the format int8: the chips of the training, on which the quantised network is measured and tried.</source>
        <translation>Für das Format int8: die Chips des Trainings, an denen das quantisierte Netz bemessen und erprobt wird.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>ONNX files (*.onnx);;JSON files (*.json);;Esri model packages (*.dlpk);;Quantised forms (*.safetensors)</source>
        <translation>ONNX-Dateien (*.onnx);;JSON-Dateien (*.json);;Esri-Modellpakete (*.dlpk);;Quantisierte Formen (*.safetensors)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Exported model</source>
        <translation>Exportiertes Modell</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>An .onnx file with the network, its scaling and its metadata, or a .dlpk package with the same. Or a .json file that refers to the files of the model folder. The model folder stays as it is.</source>
        <translation>Eine .onnx-Datei mit dem Netz, seiner Skalierung und seinen Metadaten, oder dasselbe in einem .dlpk-Paket. Oder eine .json-Datei, die auf die Dateien des Modellordners verweist. Der Modellordner bleibt, wie er ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Equal labels (%)</source>
        <translation>Gleiche Labels (%)</translation>
    </message>
</context>
<context>
    <name>ExportTrainingChips</name>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Training chips folder</source>
        <translation>Ordner der Trainingschips</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A new or empty folder, or an earlier export, which is replaced once the new one is complete (or extended, see Append to the folder).</source>
        <translation>Ein neuer oder leerer Ordner oder ein früherer Export, der ersetzt wird, sobald der neue vollständig ist (oder erweitert, siehe „An den Ordner anfügen“).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Footprints</source>
        <translation>Chip-Umrisse</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per chip, to check the chips by eye: shares of each class, of labelled pixels and of NoData, its placement, and the class it was placed for.</source>
        <translation>Ein Polygonlayer (GeoPackage) mit einem Polygon je Chip, um die Chips mit dem Auge zu prüfen: Anteile jeder Klasse, der Pixel mit Label und von NoData, die Platzierung des Chips und die Klasse, für die er platziert wurde.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips</source>
        <translation>Anzahl der Chips</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of classes</source>
        <translation>Anzahl der Klassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Imagery</source>
        <translation>Bilddaten</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>Das Raster, aus dem Chips geschnitten werden: jedes Format, das GDAL liest, mit beliebig vielen Kanälen und jedem numerischen Datentyp.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Bands to use, in this order. Empty: all bands, except an alpha band that is a mask.</source>
        <translation>Die zu verwendenden Kanäle in dieser Reihenfolge. Leer: alle Kanäle außer einem Alphakanal, der eine Maske ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (vector)</source>
        <translation>Labels (Vektor)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polygone, oder Punkte und Linien mit einem Puffer, in beliebigem KBS. Geben Sie entweder diese oder ein Labelraster an. Eine kategorisierte Symbolisierung nach dem Klassenfeld legt Klassennamen und Farben fest.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Class field</source>
        <translation>Klassenfeld</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled. Empty: every feature is of class 1.</source>
        <translation>Ganze Zahlen bleiben Klassenwerte; Texte werden Klassennamen und von 1 an nummeriert. 0 ist ohne Label. Leer: Jedes Objekt gehört zur Klasse 1.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer</source>
        <translation>Puffer</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer distance around features, in units of the labels&apos; CRS (negative: polygons shrink). Points and lines without a buffer label the pixels that they touch.</source>
        <translation>Pufferabstand um Objekte, in Einheiten des KBS der Labels (negativ: Polygone schrumpfen). Punkte und Linien ohne Puffer labeln die Pixel, die sie berühren.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (raster)</source>
        <translation>Labels (Raster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A raster of class values on any grid and in any CRS, resampled by nearest neighbour. NoData is left out, whatever the unlabelled value.</source>
        <translation>Ein Raster von Klassenwerten in beliebigem Gitter und KBS, mit der Methode „Nächster Nachbar“ neu abgetastet. NoData wird ausgelassen, unabhängig vom Wert ohne Label.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Unlabelled value (label raster)</source>
        <translation>Wert ohne Label (Labelraster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The value of unlabelled pixels in the label raster. Empty: every value is a class. If it is not 0, 0 is a class; train with an empty ignore class then.</source>
        <translation>Der Wert von Pixeln ohne Label im Labelraster. Leer: Jeder Wert ist eine Klasse. Wenn er nicht 0 ist, ist 0 eine Klasse; trainieren Sie dann mit leerer ignorierter Klasse.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chip size (pixels)</source>
        <translation>Chipgröße (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Seitenlänge der quadratischen Chips, ein Vielfaches von 32. Ein Chip sollte ein Objekt und seine Umgebung zeigen. Leer: 256, oder weniger, wenn das Raster weniger als 2048 Pixel je Seite hat.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Stride (pixels)</source>
        <translation>Schrittweite (Pixel)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Distance between neighbouring chips. Empty: half the chip size, so that chips overlap by half.</source>
        <translation>Abstand benachbarter Chips. Leer: die halbe Chipgröße, sodass sich Chips zur Hälfte überlappen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Placement</source>
        <translation>Platzierung</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window: im Abstand der Schrittweite je ein Chip, sofern er Labels trifft. labels: Chips um Pixel mit Label, gleich viele für jede Klasse, für seltene Klassen und kleine Polygone. both: beides zusammen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips per class</source>
        <translation>Chips je Klasse</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips placed around the labels of each class, with “labels” and “both”. A class with fewer labelled pixels gets one chip per pixel.</source>
        <translation>Anzahl der Chips, die um die Labels jeder Klasse platziert werden, mit „labels“ und „both“. Eine Klasse mit weniger Pixeln mit Label erhält einen Chip je Pixel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips are cut inside this extent only. Empty: the whole raster.</source>
        <translation>Chips werden nur innerhalb dieser Ausdehnung geschnitten. Leer: das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Pixels outside these polygons are NoData: neither labelled nor background.</source>
        <translation>Pixel außerhalb dieser Polygone sind NoData: weder mit Label noch Hintergrund.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Minimum labelled share (%)</source>
        <translation>Mindestanteil mit Label (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips with a smaller share of labelled pixels are left out. 0: one labelled pixel is enough.</source>
        <translation>Chips mit einem kleineren Anteil von Pixeln mit Label werden ausgelassen. 0: Ein Pixel mit Label genügt.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Keep chips without labels</source>
        <translation>Chips ohne Labels behalten</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>For labels that cover everything, in which 0 is a class of its own (background).</source>
        <translation>Für Labels, die alles abdecken und in denen 0 eine eigene Klasse ist (Hintergrund).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Seed</source>
        <translation>Startwert (Seed)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The same seed places the same chips around labels.</source>
        <translation>Derselbe Startwert platziert dieselben Chips um Labels.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Append to the folder</source>
        <translation>An den Ordner anfügen</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Adds a scene to an earlier export with the same bands, chip size and classes.</source>
        <translation>Fügt eine Szene einem früheren Export mit denselben Kanälen, derselben Chipgröße und denselben Klassen hinzu.</translation>
    </message>
</context>
<context>
    <name>PixelClassifier</name>
    <message>
        <location filename="../../provider/context_menu.py"/>
        <source>Pixel Classifier: Classify Pixels…</source>
        <translation>Pixel Classifier: Pixel klassifizieren…</translation>
    </message>
    <message>
        <location filename="../../provider/provider.py"/>
        <source>Pixel Classifier</source>
        <translation>Pixel Classifier</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>deep learning,model,workflow,land cover,land use,classification,segmentation</source>
        <translation>deep learning,modell,arbeitsablauf,landbedeckung,landnutzung,klassifikation,segmentierung</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assess Classification</source>
        <translation>Klassifikation bewerten</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Computes the accuracy of a class raster and the areas of its classes from reference data.</source>
        <translation>Berechnet die Genauigkeit eines Klassenrasters und die Flächen seiner Klassen aus Referenzdaten.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth</source>
        <translation>genauigkeit,genauigkeitsbewertung,validierung,konfusionsmatrix,fehlermatrix,kappa,flächenschätzung,referenzdaten</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Out of memory. Use smaller chips, tiles or batches, or close other programs.</source>
        <translation>Der Arbeitsspeicher reicht nicht aus. Verwenden Sie kleinere Chips, Kacheln oder Batches, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>The operating system refused access to a file: {reason}</source>
        <translation>Das Betriebssystem hat den Zugriff auf eine Datei verweigert: {reason}</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Classification with deep learning</source>
        <translation>Klassifikation mit Deep Learning</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Pixel klassifizieren</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classifies every pixel of a raster with a trained model.</source>
        <translation>Klassifiziert jedes Pixel eines Rasters mit einem trainierten Modell.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>deep learning,prediction,inference,segmentation,land cover,land use,classification,apply</source>
        <translation>deep learning,vorhersage,inferenz,segmentierung,landbedeckung,landnutzung,klassifikation,anwenden</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draw Assessment Sample</source>
        <translation>Bewertungsstichprobe ziehen</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draws the random points whose true classes show how accurate a map is.</source>
        <translation>Zieht die Zufallspunkte, deren wahre Klassen zeigen, wie genau eine Karte ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>accuracy,accuracy assessment,validation,random points,stratified sample,sampling design,sample size,ground truth</source>
        <translation>genauigkeit,genauigkeitsbewertung,validierung,zufallspunkte,geschichtete stichprobe,stichprobendesign,stichprobenumfang,referenzdaten</translation>
    </message>
    <message>
        <location filename="../../algorithms/engine/settings.py"/>
        <source>Where Pixel Classifier trains and classifies: the path of a Python that has PyTorch and GDAL; in_process for the process of QGIS; empty for an engine process with the environment of Set Up Deep Learning.</source>
        <translation>Wo Pixel Classifier trainiert und klassifiziert: der Pfad eines Python, das PyTorch und GDAL hat; in_process für den Prozess von QGIS; leer für einen eigenen Prozess mit der Umgebung von „Deep Learning einrichten“.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Export Model</source>
        <translation>Modell exportieren</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Writes a trained model for other programs: ONNX, STAC, Esri model package.</source>
        <translation>Schreibt ein trainiertes Modell für andere Programme: ONNX, STAC, Esri-Modellpaket.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,share,exchange,convert,segmentation</source>
        <translation>deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,teilen,austausch,umwandeln,segmentierung</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Trainingschips exportieren</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Cuts imagery and labels into chips to train a pixel classifier on.</source>
        <translation>Schneidet Bilddaten und Labels in Chips, mit denen ein Pixelklassifikator trainiert wird.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels</source>
        <translation>deep learning,trainingsdaten,stichproben,kacheln,chips,classified tiles,segmentierung,labels</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several layers, and none is named. Give one of them: {names}</source>
        <translation>{path} enthält mehrere Layer, und keiner ist angegeben. Geben Sie einen davon an: {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several rasters, and none is named. Give one of them: {names}</source>
        <translation>{path} enthält mehrere Raster, und keines ist angegeben. Geben Sie eines davon an: {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>its result is empty</source>
        <translation>sein Ergebnis ist leer</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/expressions.py"/>
        <source>{name} is the expression {expression}, which has no value: {reason}. Correct it, or give the value itself.</source>
        <translation>{name} ist der Ausdruck {expression}, der keinen Wert hat: {reason}. Berichtigen Sie ihn, oder geben Sie den Wert selbst an.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Both {vector} and {raster} are given. Give one of them and empty the other.</source>
        <translation>{vector} und {raster} sind beide angegeben. Geben Sie eines davon an, und leeren Sie das andere.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Neither {vector} nor {raster} is given. Give a vector layer or a raster.</source>
        <translation>Weder {vector} noch {raster} ist angegeben. Geben Sie einen Vektorlayer oder ein Raster an.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}.</source>
        <translation>{field} ist leer. Wählen Sie das Feld von „{layer}“, das Folgendes enthält: {what}. Felder: {fields}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/layers.py"/>
        <source>{output} would overwrite the input {path}. Choose another name.</source>
        <translation>{output} würde die Eingabe {path} überschreiben. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>{name} is {value}. {valid}</source>
        <translation>{name} ist {value}. {valid}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose one of: {options}.</source>
        <translation>Wählen Sie eines davon: {options}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give band numbers from 1 on, separated by semicolons, such as 1;3.</source>
        <translation>Geben Sie Kanalnummern ab 1 an, getrennt durch Semikolon, zum Beispiel 1;3.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give true or false.</source>
        <translation>Geben Sie true oder false an.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give xmin,xmax,ymin,ymax, with another CRS than the raster&apos;s in brackets ([EPSG:4326]), or a layer.</source>
        <translation>Geben Sie xmin,xmax,ymin,ymax an, ein anderes KBS als das des Rasters in Klammern ([EPSG:4326]), oder einen Layer.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>whole number</source>
        <translation>ganze Zahl</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} from {low:g} to {high:g}.</source>
        <translation>Wählen Sie eine {number} von {low:g} bis {high:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} of at least {low:g}.</source>
        <translation>Wählen Sie eine {number} von mindestens {low:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give a {number}, or leave it empty.</source>
        <translation>Geben Sie eine {number} an, oder lassen Sie das Feld leer.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/parameter_values.py"/>
        <source>{name} ({label}) is empty, and needs a value.</source>
        <translation>{name} ({label}) ist leer und braucht einen Wert.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/raster_loading.py"/>
        <source>{path} ({name}) is no raster: {reason}.</source>
        <translation>{path} ({name}) ist kein Raster: {reason}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, whose source cannot be opened: {source}. Repair the data source of the layer.</source>
        <translation>{name} ist der Layer „{layer}“, dessen Quelle nicht geöffnet werden kann: {source}. Reparieren Sie die Datenquelle des Layers.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no raster layer. Choose a raster layer.</source>
        <translation>{name} ist der Layer „{layer}“, der kein Rasterlayer ist. Wählen Sie einen Rasterlayer.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is the layer “{layer}”, which is no vector layer. Choose a vector layer.</source>
        <translation>{name} ist der Layer „{layer}“, der kein Vektorlayer ist. Wählen Sie einen Vektorlayer.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{name} is “{layer}”, the name of {count} layers of the project. Give the id of one of them: {ids}.</source>
        <translation>{name} ist „{layer}“, der Name von {count} Layern des Projekts. Geben Sie die ID eines davon an: {ids}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/wrong_layers.py"/>
        <source>{path} ({name}) is no vector layer: {reason}.</source>
        <translation>{path} ({name}) ist kein Vektorlayer: {reason}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training and validation</source>
        <translation>Training und Validierung</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>1 class</source>
        <translation>1 Klasse</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} classes</source>
        <translation>{count} Klassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>{count} or more classes</source>
        <translation>{count} oder mehr Klassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Check Installation</source>
        <translation>Installation prüfen</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Reports whether training and classification work on this computer, and how to repair them.</source>
        <translation>Berichtet, ob Training und Klassifikation auf diesem Computer funktionieren und wie sie zu reparieren sind.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting</source>
        <translation>installieren,installation,pytorch,torch,cuda,gpu,treiber,test,diagnose,fehlersuche</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation</source>
        <translation>Installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Set Up Deep Learning</source>
        <translation>Deep Learning einrichten</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installs PyTorch for training and classification, beside QGIS and without changing it.</source>
        <translation>Installiert PyTorch für Training und Klassifikation, neben QGIS und ohne QGIS zu verändern.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update</source>
        <translation>installieren,installation,pytorch,torch,cuda,gpu,umgebung,pip,reparieren,aktualisieren</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Train Pixel Classifier</source>
        <translation>Pixelklassifikator trainieren</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Trains a neural network for pixel classification on chips of imagery and labels.</source>
        <translation>Trainiert ein neuronales Netz zur Pixelklassifikation mit Chips aus Bilddaten und Labels.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch</source>
        <translation>deep learning,training,segmentierung,u-net,unet,deeplab,pspnet,neuronales netz,pytorch</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each. openvino:gpu and openvino:npu: Intel&apos;s GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed (never tried on the first two).</source>
        <translation>auto: die erste GPU, falls es eine gibt, sonst die CPU. cuda:all: alle NVIDIA-GPUs dieses Computers, mit je einem Prozess. openvino:gpu und openvino:npu: GPUs und neuronale Recheneinheiten (NPU) von Intel, openvino:cpu: die CPU, mit OpenVINO, wo es installiert ist (auf den ersten beiden nie erprobt).</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Nur diese Ausdehnung wird klassifiziert, und das Ergebnis hat diese Ausdehnung. Leer: das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>Das zu klassifizierende Raster, mit den Kanälen und etwa der Pixelgröße der Trainingsbilder.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Ein Ordner, den „Pixelklassifikator trainieren“ geschrieben hat. Oder ein Segmentierungsmodell eines anderen Programms: eine .onnx-Datei wie von Deepness oder GeoDeep (geben Sie ihren Pfad ein, oder wählen Sie den Ordner, der sie enthält) oder ein Ordner von segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A polygon for each patch, with the fields value and name of its class.</source>
        <translation>Ein Polygon für jeden Fleck, mit den Feldern value und name seiner Klasse.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Tastet das Raster für das Netz auf die Pixelgröße der Trainingsbilder neu ab; das Ergebnis behält das Gitter des Rasters. Nein: Das Raster wird verwendet, wie es ist, mit einer Warnung, wenn sich die Pixelgrößen stark unterscheiden.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Patches of fewer pixels take the class of their largest neighbour. 1: keeps all.</source>
        <translation>Flecken mit weniger Pixeln erhalten die Klasse ihres größten Nachbarn. 1: behält alle.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Mittelt die Vorhersagen von 4 Drehungen oder von 8 Drehungen und Spiegelungen jeder Kachel. Verbessert das Ergebnis oft ein wenig und dauert 4- oder 8-mal so lange.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classifies imagery with a trained model, removes small patches, and vectorises the rest to polygons with class names.</source>
        <translation>Klassifiziert Bilddaten mit einem trainierten Modell, entfernt kleine Flecken und vektorisiert den Rest zu Polygonen mit Klassennamen.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classify, clean and vectorise</source>
        <translation>Klassifizieren, bereinigen und vektorisieren</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF mit den Klassenwerten, Namen und Farben der Trainingslabels.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Imagery</source>
        <translation>Bilddaten</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Auf die Pixelgröße des Modells neu abtasten</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Smallest patch (pixels)</source>
        <translation>Kleinster Fleck (Pixel)</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Test-time augmentation</source>
        <translation>Augmentierung bei der Vorhersage (TTA)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto trainiert unet und pixel und mittelt beide, oder behält das Netz, das auf den Validierungsblöcken deutlich besser ist. pixel sieht jeweils ein Pixel: für Spektren und Embeddings; es trainiert in Sekunden. pspnet und deeplabv3 sehen mehr Kontext als unet und ergeben gröbere Umrisse.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Chips je Schritt, 2 oder mehr. 0: so viele, wie in den Speicher passen.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Seitenlänge der quadratischen Chips, ein Vielfaches von 32. Ein Chip sollte ein Objekt und seine Umgebung zeigen. Leer: 256, oder weniger, wenn das Raster weniger als 2048 Pixel je Seite hat.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled.</source>
        <translation>Ganze Zahlen bleiben Klassenwerte; Texte werden Klassennamen und von 1 an nummeriert. 0 ist ohne Label.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto: die erste GPU, falls es eine gibt, sonst die CPU. cuda:all: alle NVIDIA-GPUs dieses Computers, ein Prozess auf jeder.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>Das Backbone, das Merkmale extrahiert. Größere Encoder lernen mehr, trainieren langsamer und brauchen mehr Chips. pixel verwendet keinen.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Anzahl der Durchgänge durch alle Chips. Leer: automatisch, 20, oder weniger, wenn sie mehr als etwa eine Stunde dauern würden. Behalten wird die letzte Epoche, deren mittlere IoU der Validierung nicht deutlich unter der höchsten liegt.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>Das Raster, aus dem Chips geschnitten werden: jedes Format, das GDAL liest, mit beliebig vielen Kanälen und jedem numerischen Datentyp.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Polygons, points or lines, in any CRS. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polygone, Punkte oder Linien, in beliebigem KBS. Eine kategorisierte Symbolisierung nach dem Klassenfeld legt Klassennamen und Farben fest.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window: im Abstand der Schrittweite je ein Chip, sofern er Labels trifft. labels: Chips um Pixel mit Label, gleich viele für jede Klasse, für seltene Klassen und kleine Polygone. both: beides zusammen.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>Derselbe Startwert ergibt auf der CPU desselben Computers dasselbe Modell.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none: zufällige Anfangsgewichte. imagenet: Encodergewichte, die mit Fotos vortrainiert sind und bei der ersten Verwendung heruntergeladen werden. auto: imagenet, wenn sie auf diesem Computer sind oder in Sekunden heruntergeladen werden, sonst none.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Trains on imagery and a few labelled polygons, and classifies every pixel of the imagery.</source>
        <translation>Trainiert mit Bilddaten und wenigen Polygonen mit Label und klassifiziert jedes Pixel der Bilddaten.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Train and classify</source>
        <translation>Trainieren und klassifizieren</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Chip size (pixels)</source>
        <translation>Chipgröße (Pixel)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Class field</source>
        <translation>Klassenfeld</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF mit der Wahrscheinlichkeit der vorhergesagten Klasse in Prozent.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Ein neuer oder leerer Ordner oder ein früheres Modell, das ersetzt wird, sobald das neue vollständig ist.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Placement</source>
        <translation>Platzierung</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Places to label next</source>
        <translation>Nächste Stellen zum Labeln</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Ein Punktlayer (GeoPackage) der Stellen mit der unsichersten Klasse, über das Raster verteilt: Labels an diesen Stellen verbessern das Modell am meisten.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Eine Seite mit Kurven, Genauigkeit je Klasse, Konfusionsmatrix und Beispielen, die in der Ergebnisanzeige erscheint.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Seed</source>
        <translation>Startwert (Seed)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Pretrained weights</source>
        <translation>Vortrainierte Gewichte</translation>
    </message>
    <message>
        <location filename="../help/assessclassification.html"/>
        <source>&lt;p&gt;Computes the accuracy of a class raster from reference data, and estimates the areas of its classes. Needs no PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/assessclassification.png&quot; width=&quot;220&quot; alt=&quot;A class raster on the left, the reference on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Class raster&lt;/b&gt;: from &lt;i&gt;Classify Pixels&lt;/i&gt; or any other program.&lt;/p&gt;
&lt;p&gt;A &lt;b&gt;reference&lt;/b&gt; that no training has seen, one of:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;a &lt;b&gt;vector layer&lt;/b&gt; of points or polygons in any CRS, with a field of class values or class names. A point assesses the pixel under
it; several points in one pixel all count.&lt;/li&gt;
&lt;li&gt;a &lt;b&gt;raster&lt;/b&gt; of class values on any grid and in any CRS.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Classes that only the map or only the reference has are reported in a warning and kept in the confusion matrix.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Sampling&lt;/b&gt; decides what the measures stand for. With &lt;i&gt;none&lt;/i&gt; they are those of the reference pixels, with confidence intervals from a
spatial block bootstrap, which allows for spatial autocorrelation. With &lt;i&gt;stratified&lt;/i&gt; (a random sample per class of this map) they are weighted by
the mapped area. The &lt;b&gt;area&lt;/b&gt; of each class is then estimated with its standard error and 95&amp;nbsp;% confidence interval (Olofsson et al. 2014). Points from &lt;i&gt;Draw Assessment Sample&lt;/i&gt; carry their own
design, which is used in place of either; their class field is &lt;b&gt;reference&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;Overall accuracy, kappa and mean IoU, also for models. Per class: precision (user&apos;s accuracy), recall (producer&apos;s accuracy), F1 and IoU. The
&lt;b&gt;report&lt;/b&gt; (HTML) has them with confidence intervals, the confusion matrix and the areas. The &lt;b&gt;table&lt;/b&gt; (CSV) has one row per class.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;A map of four classes, and 50 random points per class whose true class you looked up in a better image:&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:assessclassification -- INPUT=classes.tif REFERENCE=points.gpkg CLASS_FIELD=class SAMPLING=stratified
REPORT=assessment.html&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Berechnet die Genauigkeit eines Klassenrasters aus Referenzdaten und schätzt die Flächen seiner Klassen. Braucht kein PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/assessclassification.png&quot; width=&quot;220&quot; alt=&quot;Links ein Klassenraster, rechts die Referenz&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Klassenraster&lt;/b&gt;: aus &lt;i&gt;Pixel klassifizieren&lt;/i&gt; oder einem anderen Programm.&lt;/p&gt;
&lt;p&gt;Eine &lt;b&gt;Referenz&lt;/b&gt;, die in keinem Training verwendet wurde, nämlich eines davon:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;ein &lt;b&gt;Vektorlayer&lt;/b&gt; aus Punkten oder Polygonen in beliebigem KBS, mit einem Feld der Klassenwerte oder Klassennamen. Ein Punkt bewertet das Pixel, in dem
er liegt; mehrere Punkte in einem Pixel zählen alle.&lt;/li&gt;
&lt;li&gt;ein &lt;b&gt;Raster&lt;/b&gt; von Klassenwerten in beliebigem Gitter und KBS.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Klassen, die nur die Karte oder nur die Referenz hat, werden in einer Warnung genannt und bleiben in der Konfusionsmatrix.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Stichprobe&lt;/b&gt; entscheidet, wofür die Maße stehen. Mit &lt;i&gt;none&lt;/i&gt; sind es die der Referenzpixel, mit Konfidenzintervallen aus einem
räumlichen Block-Bootstrap, der die räumliche Autokorrelation berücksichtigt. Mit &lt;i&gt;stratified&lt;/i&gt; (eine Zufallsstichprobe je Klasse dieser Karte) werden sie nach
der kartierten Fläche gewichtet. Die &lt;b&gt;Fläche&lt;/b&gt; jeder Klasse wird dann mit ihrem Standardfehler und dem 95-%-Konfidenzintervall geschätzt (Olofsson et al. 2014). Punkte aus &lt;i&gt;Bewertungsstichprobe ziehen&lt;/i&gt; bringen ihr eigenes
Stichprobendesign mit, das anstelle von beidem verwendet wird; ihr Klassenfeld ist &lt;b&gt;reference&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Gesamtgenauigkeit, Kappa und mittlere IoU, auch für Modelle. Je Klasse: Precision (Nutzergenauigkeit), Recall (Herstellergenauigkeit), F1 und IoU. Der
&lt;b&gt;Bericht&lt;/b&gt; (HTML) enthält sie mit Konfidenzintervallen, der Konfusionsmatrix und den Flächen. Die &lt;b&gt;Tabelle&lt;/b&gt; (CSV) hat eine Zeile je Klasse.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;Eine Karte mit vier Klassen und 50 Zufallspunkte je Klasse, deren wahre Klasse Sie in einem besseren Bild nachgesehen haben:&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:assessclassification -- INPUT=classes.tif REFERENCE=points.gpkg CLASS_FIELD=class SAMPLING=stratified
REPORT=assessment.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/checkinstallation.html"/>
        <source>&lt;p&gt;Reports whether training and classification work on this computer, and the remedy for each fault.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/checkinstallation.png&quot; width=&quot;220&quot; alt=&quot;The log of a check: packages and conclusion&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;None. The check finds the Python that trains and classifies, and compares its packages with the tested versions. It checks numpy and GDAL, and runs
a small network on each device for some seconds. Each check runs in a process of its own, so a crashing driver is reported and does no harm.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;The findings, in the log and as a &lt;b&gt;report&lt;/b&gt; in the Results Viewer. Attach the report when you ask for help. Scripts get &lt;b&gt;OK&lt;/b&gt; and the
number of &lt;b&gt;faults&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:checkinstallation -- REPORT=check.html&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Berichtet, ob Training und Klassifikation auf diesem Computer funktionieren, und nennt die Abhilfe für jeden Fehler.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/checkinstallation.png&quot; width=&quot;220&quot; alt=&quot;Das Protokoll einer Prüfung: Pakete und Ergebnis&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;Keine. Die Prüfung sucht das Python, das trainiert und klassifiziert, und vergleicht seine Pakete mit den getesteten Versionen. Sie prüft numpy und GDAL und rechnet auf jedem Gerät
einige Sekunden mit einem kleinen Netz. Jede Prüfung läuft in einem eigenen Prozess, sodass ein abstürzender Treiber gemeldet wird und keinen Schaden anrichtet.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Die Befunde, im Protokoll und als &lt;b&gt;Bericht&lt;/b&gt; in der Ergebnisanzeige. Fügen Sie den Bericht bei, wenn Sie um Hilfe bitten. Skripte erhalten &lt;b&gt;OK&lt;/b&gt; und die
Anzahl der &lt;b&gt;Fehler&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:checkinstallation -- REPORT=check.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/classifycleanandvectorise.html"/>
        <source>&lt;p&gt;From imagery and a trained model to a class raster and to polygons with class names: &lt;i&gt;Classify Pixels&lt;/i&gt;, then &lt;i&gt;Sieve&lt;/i&gt; and
&lt;i&gt;Polygonize&lt;/i&gt; of GDAL, then &lt;i&gt;Join attributes by field value&lt;/i&gt; of QGIS. To change the model, open
&lt;code&gt;resources/models/classifycleanandvectorise.model3&lt;/code&gt; of the plugin&apos;s folder in the modeler and save it as your own.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifycleanandvectorise.png&quot; width=&quot;220&quot; alt=&quot;Imagery on the left, polygons of its classes on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt; with the bands and about the pixel size of the training imagery. The &lt;b&gt;model folder&lt;/b&gt; comes from &lt;i&gt;Train Pixel Classifier&lt;/i&gt; or
&lt;i&gt;Train and classify&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Smallest patch&lt;/b&gt;: patches of fewer connected pixels of one class take the class of their largest neighbour. Pixels connect by their sides,
not by their corners. At one metre per pixel, 20 pixels are 20 square metres. Patches without a neighbour, such as islands in NoData, stay.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt;: the class raster before the cleaning, with names and colours. &lt;b&gt;Polygons&lt;/b&gt;: one for each remaining patch, with the fields
&lt;code&gt;value&lt;/code&gt; and &lt;code&gt;name&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;The model needs the Python packages torch, torchvision and segmentation-models-pytorch, which &lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifycleanandvectorise -- imagery=photo.tif model_folder=model smallest_patch=50 classes=classes.tif polygons=cover.gpkg&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Von Bilddaten und einem trainierten Modell zu einem Klassenraster und zu Polygonen mit Klassennamen: &lt;i&gt;Pixel klassifizieren&lt;/i&gt;, dann &lt;i&gt;Sieben&lt;/i&gt; und
&lt;i&gt;Vektorisieren (Raster nach Vektor)&lt;/i&gt; von GDAL, dann &lt;i&gt;Attribute nach Feldwert verknüpfen&lt;/i&gt; von QGIS. Um das Modell zu ändern, öffnen Sie
&lt;code&gt;resources/models/classifycleanandvectorise.model3&lt;/code&gt; im Ordner der Erweiterung im Modellentwurf und speichern es als Ihr eigenes.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifycleanandvectorise.png&quot; width=&quot;220&quot; alt=&quot;Links Bilddaten, rechts Polygone ihrer Klassen&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Bilddaten&lt;/b&gt; mit den Kanälen und etwa der Pixelgröße der Trainingsbilder. Der &lt;b&gt;Modellordner&lt;/b&gt; kommt aus &lt;i&gt;Pixelklassifikator trainieren&lt;/i&gt; oder
&lt;i&gt;Trainieren und klassifizieren&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Kleinster Fleck&lt;/b&gt;: Flecken aus weniger zusammenhängenden Pixeln einer Klasse erhalten die Klasse ihres größten Nachbarn. Pixel hängen über ihre Seiten
zusammen, nicht über ihre Ecken. Bei einem Meter je Pixel sind 20 Pixel 20 Quadratmeter. Flecken ohne Nachbarn, wie Inseln in NoData, bleiben.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Klassen&lt;/b&gt;: das Klassenraster vor der Bereinigung, mit Namen und Farben. &lt;b&gt;Polygone&lt;/b&gt;: eines für jeden verbleibenden Fleck, mit den Feldern
&lt;code&gt;value&lt;/code&gt; und &lt;code&gt;name&lt;/code&gt;.&lt;/p&gt;
&lt;p&gt;Das Modell braucht die Python-Pakete torch, torchvision und segmentation-models-pytorch, die &lt;i&gt;Deep Learning einrichten&lt;/i&gt; installiert.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifycleanandvectorise -- imagery=photo.tif model_folder=model smallest_patch=50 classes=classes.tif polygons=cover.gpkg&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/classifypixels.html"/>
        <source>&lt;p&gt;Classifies every pixel of a raster with a trained model.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifypixels.png&quot; width=&quot;220&quot; alt=&quot;Imagery on the left, its classes on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt; with the same bands, in the same order and units, and about the same pixel size as the training imagery. Bands that do not
match stop the run with an error. Values outside the range of the training data give a warning with their share and range. If the bands are in another
order, choose them under &lt;i&gt;Bands&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Model folder&lt;/b&gt;: from &lt;i&gt;Train Pixel Classifier&lt;/i&gt;. Segmentation models of other programs work, too: an &lt;code&gt;.onnx&lt;/code&gt; file as of Deepness or GeoDeep (type its path, or
choose the folder that holds it), and a folder of segmentation_models_pytorch. &lt;b&gt;Band scaling&lt;/b&gt; gives mean and standard deviation of the bands where they do not state them.&lt;/p&gt;
&lt;p&gt;The raster is classified in tiles that overlap and are blended, so seams do not show. Rasters of any size work; memory use depends on the
tile size and the width of the raster. If memory runs out, smaller batches, then smaller tiles, then the CPU are used, and the log reports it.
Progress counts pixels, and the log has the remaining time.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Resample to the model&apos;s pixel size&lt;/b&gt; resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the
raster. &lt;b&gt;Test-time augmentation&lt;/b&gt; averages the predictions of 4 or 8 rotations and reflections of each tile: often a little better, and 4 or 8 times as
slow.&lt;/p&gt;
&lt;p&gt;A long run that was interrupted resumes where it was when you start it again with the same parameters; until then its finished rows are in a folder beside
the result that ends in &lt;code&gt;.strips&lt;/code&gt;. &lt;b&gt;Part of the map&lt;/b&gt; shares a map between several runs or computers.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt;: a GeoTIFF with the class values of the training labels. Names and colours are stored with it (attribute table and colour
table, partly in the file &lt;code&gt;.aux.xml&lt;/code&gt; beside it), so QGIS shows it styled. NoData in the imagery is NoData in the result.&lt;/p&gt;
&lt;p&gt;On request:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;b&gt;confidence&lt;/b&gt;, the probability of the predicted class in percent (calibrated on the validation pixels of the training), and &lt;b&gt;class probabilities&lt;/b&gt;, one band per class;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;uncertainty&lt;/b&gt; in percent: from the margin between the two most probable classes, or the entropy of all;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;number of possible classes&lt;/b&gt;, the size of the prediction set: so many classes that the true one is among them at about 90 % of the pixels, on
ground like the validation blocks of the training. 1: one class is possible. It needs a model that was trained with validation;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;class areas&lt;/b&gt;, a table (CSV) of pixels and hectares;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;places to label next&lt;/b&gt;, a point layer of the most uncertain places, spread over the scene. Label these, export
them with &lt;i&gt;Append to the folder&lt;/i&gt;, and train again.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt; cog writes Cloud Optimized GeoTIFFs with overviews.&lt;/p&gt;
&lt;p&gt;Classification needs the Python packages torch, torchvision and segmentation-models-pytorch, which
&lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifypixels -- INPUT=photo.tif MODEL=model OUTPUT=classes.tif&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Klassifiziert jedes Pixel eines Rasters mit einem trainierten Modell.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/classifypixels.png&quot; width=&quot;220&quot; alt=&quot;Links Bilddaten, rechts ihre Klassen&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Bilddaten&lt;/b&gt; mit denselben Kanälen in derselben Reihenfolge und denselben Einheiten und mit etwa derselben Pixelgröße wie die Trainingsbilder. Kanäle, die nicht
passen, beenden den Lauf mit einem Fehler. Werte außerhalb des Bereichs der Trainingsdaten ergeben eine Warnung mit ihrem Anteil und Bereich. Wenn die Kanäle in anderer
Reihenfolge vorliegen, wählen Sie sie unter &lt;i&gt;Kanäle&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Modellordner&lt;/b&gt;: aus &lt;i&gt;Pixelklassifikator trainieren&lt;/i&gt;. Auch Segmentierungsmodelle anderer Programme können verwendet werden: eine &lt;code&gt;.onnx&lt;/code&gt;-Datei wie von Deepness oder GeoDeep (geben Sie
ihren Pfad ein, oder wählen Sie den Ordner, der sie enthält) und ein Ordner von segmentation_models_pytorch. &lt;b&gt;Kanalskalierung&lt;/b&gt; gibt Mittelwert und Standardabweichung der Kanäle an, wenn sie diese nicht enthalten.&lt;/p&gt;
&lt;p&gt;Das Raster wird in Kacheln klassifiziert, die sich überlappen und überblendet werden, sodass keine Nähte zu sehen sind. Raster jeder Größe sind möglich; der Speicherbedarf
hängt von der Kachelgröße und der Breite des Rasters ab. Wenn der Speicher nicht reicht, werden kleinere Batches, dann kleinere Kacheln, dann die CPU verwendet, und das Protokoll
berichtet es. Der Fortschritt zählt Pixel, und das Protokoll nennt die verbleibende Zeit.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Auf die Pixelgröße des Modells neu abtasten&lt;/b&gt; rechnet das Raster für das Netz auf die Pixelgröße der Trainingsbilder um; das Ergebnis behält das Gitter des
Rasters. &lt;b&gt;Augmentierung bei der Vorhersage (TTA)&lt;/b&gt; mittelt die Vorhersagen von 4 oder 8 Drehungen und Spiegelungen jeder Kachel: oft etwas besser und 4- oder 8-mal so
langsam.&lt;/p&gt;
&lt;p&gt;Ein langer Lauf, der unterbrochen wurde, wird dort fortgesetzt, wo er war, wenn Sie ihn mit denselben Parametern neu starten; bis dahin liegen seine fertigen Zeilen in einem Ordner
neben dem Ergebnis, der auf &lt;code&gt;.strips&lt;/code&gt; endet. &lt;b&gt;Teil der Karte&lt;/b&gt; teilt eine Karte auf mehrere Läufe oder Computer auf.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Klassen&lt;/b&gt;: ein GeoTIFF mit den Klassenwerten der Trainingslabels. Namen und Farben sind mit ihm gespeichert (Attributtabelle und Farbtabelle, teils in der Datei
&lt;code&gt;.aux.xml&lt;/code&gt; daneben), sodass QGIS es mit ihnen darstellt. NoData in den Bilddaten ist NoData im Ergebnis.&lt;/p&gt;
&lt;p&gt;Auf Wunsch:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;b&gt;Konfidenz&lt;/b&gt;, die Wahrscheinlichkeit der vorhergesagten Klasse in Prozent (mit den Validierungspixeln des Trainings kalibriert), und &lt;b&gt;Klassenwahrscheinlichkeiten&lt;/b&gt;, ein Kanal je Klasse;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Unsicherheit&lt;/b&gt; in Prozent: aus dem Abstand der beiden wahrscheinlichsten Klassen oder der Entropie aller;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Anzahl möglicher Klassen&lt;/b&gt;, die Größe der Vorhersagemenge: so viele Klassen, dass die wahre bei etwa 90 % der Pixel darunter ist, auf Gelände
wie den Validierungsblöcken des Trainings. 1: Eine Klasse ist möglich. Braucht ein Modell, das mit Validierung trainiert wurde;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;Klassenflächen&lt;/b&gt;, eine Tabelle (CSV) der Pixel und Hektar;&lt;/li&gt;
&lt;li&gt;&lt;b&gt;nächste Stellen zum Labeln&lt;/b&gt;, ein Punktlayer der unsichersten Stellen, über die Szene verteilt. Labeln Sie diese, exportieren Sie
sie mit &lt;i&gt;An den Ordner anfügen&lt;/i&gt;, und trainieren Sie erneut.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt; cog schreibt Cloud Optimized GeoTIFFs mit Übersichten.&lt;/p&gt;
&lt;p&gt;Die Klassifikation braucht die Python-Pakete torch, torchvision und segmentation-models-pytorch, die
&lt;i&gt;Deep Learning einrichten&lt;/i&gt; installiert.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:classifypixels -- INPUT=photo.tif MODEL=model OUTPUT=classes.tif&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/drawassessmentsample.html"/>
        <source>&lt;p&gt;Draws the random points whose true classes show how accurate a map is. Needs no PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/drawassessmentsample.png&quot; width=&quot;220&quot; alt=&quot;A class raster on the left, its points without classes on the right&quot;&gt;&lt;/p&gt;
&lt;p&gt;Only a random sample represents a map. Draw one, look up the true class of each point in a better image or in the field, and run
&lt;i&gt;Assess Classification&lt;/i&gt;.&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;A &lt;b&gt;class raster&lt;/b&gt; from &lt;i&gt;Classify Pixels&lt;/i&gt; or any other program, or &lt;b&gt;polygons&lt;/b&gt; with a class field. No point is drawn in NoData,
outside the extent or outside the mask.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Design&lt;/b&gt;: &lt;i&gt;stratified&lt;/i&gt; points lie in each class of the map, so that rare classes get enough of them. &lt;i&gt;random&lt;/i&gt; points lie
anywhere, &lt;i&gt;systematic&lt;/i&gt; ones on a lattice with a random start.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Number of points&lt;/b&gt;: if it is empty, it follows from the standard error that the overall accuracy should have. It also depends on
how accurate you expect the classes to be (Olofsson et al. 2014). With the defaults it is 400, for an overall accuracy of ±&amp;nbsp;4&amp;nbsp;%.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Allocation&lt;/b&gt;: &lt;i&gt;floor&lt;/i&gt; gives each class at least 50 points, and divides the others by area.&lt;/p&gt;
&lt;p&gt;The same &lt;b&gt;seed&lt;/b&gt; gives the same points. Choose another one for a new sample.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;A point layer. Toggle editing and choose the true class of each point in its field &lt;b&gt;reference&lt;/b&gt;: a drop-down list of the classes. What the map shows there is
hidden, so that it does not lead you. Leave the reference empty where the class cannot be recognised.&lt;/p&gt;
&lt;p&gt;The points carry the sampling design: &lt;i&gt;Assess Classification&lt;/i&gt; reads it, with &lt;b&gt;reference&lt;/b&gt; as the class field, and weights them by it. The
same points can assess other maps of the same ground.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;A standard error of 2&amp;nbsp;% for a map whose class 4 is less accurate than the others:&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:drawassessmentsample -- INPUT=classes.tif STANDARD_ERROR=2 CLASS_ACCURACIES=&quot;4: 60&quot;
OUTPUT=sample.gpkg&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Zieht die Zufallspunkte, deren wahre Klassen zeigen, wie genau eine Karte ist. Braucht kein PyTorch.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/drawassessmentsample.png&quot; width=&quot;220&quot; alt=&quot;Links ein Klassenraster, rechts seine Punkte ohne Klassen&quot;&gt;&lt;/p&gt;
&lt;p&gt;Nur eine Zufallsstichprobe steht für eine Karte. Ziehen Sie eine, sehen Sie die wahre Klasse jedes Punktes in einem besseren Bild oder im Gelände nach, und führen Sie
&lt;i&gt;Klassifikation bewerten&lt;/i&gt; aus.&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;Ein &lt;b&gt;Klassenraster&lt;/b&gt; aus &lt;i&gt;Pixel klassifizieren&lt;/i&gt; oder einem anderen Programm, oder &lt;b&gt;Polygone&lt;/b&gt; mit einem Klassenfeld. In NoData, außerhalb der
Ausdehnung oder außerhalb der Maske wird kein Punkt gezogen.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Stichprobendesign&lt;/b&gt;: Punkte mit &lt;i&gt;stratified&lt;/i&gt; liegen in jeder Klasse der Karte, damit seltene Klassen genügend davon erhalten. Mit &lt;i&gt;random&lt;/i&gt; liegen sie
überall, mit &lt;i&gt;systematic&lt;/i&gt; auf einem Gitter mit zufälligem Anfang.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Anzahl der Punkte&lt;/b&gt;: Wenn sie leer ist, ergibt sie sich aus dem Standardfehler, den die Gesamtgenauigkeit haben soll. Sie hängt auch davon ab,
wie genau die Klassen voraussichtlich sind (Olofsson et al. 2014). Mit den Voreinstellungen sind es 400, für eine Gesamtgenauigkeit auf ±&amp;nbsp;4&amp;nbsp;%.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Aufteilung&lt;/b&gt;: &lt;i&gt;floor&lt;/i&gt; gibt jeder Klasse mindestens 50 Punkte und teilt die übrigen nach Fläche auf.&lt;/p&gt;
&lt;p&gt;Derselbe &lt;b&gt;Startwert&lt;/b&gt; ergibt dieselben Punkte. Wählen Sie für eine neue Stichprobe einen anderen.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Ein Punktlayer. Schalten Sie die Bearbeitung ein, und wählen Sie die wahre Klasse jedes Punktes in seinem Feld &lt;b&gt;reference&lt;/b&gt;: einer Auswahlliste der Klassen. Was die Karte dort zeigt, ist
verborgen, damit es Sie nicht beeinflusst. Lassen Sie das Feld leer, wo die Klasse nicht zu erkennen ist.&lt;/p&gt;
&lt;p&gt;Die Punkte tragen das Stichprobendesign: &lt;i&gt;Klassifikation bewerten&lt;/i&gt; liest es, mit &lt;b&gt;reference&lt;/b&gt; als Klassenfeld, und gewichtet sie danach. Mit denselben Punkten
können andere Karten desselben Gebiets bewertet werden.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;Ein Standardfehler von 2&amp;nbsp;% für eine Karte, deren Klasse 4 weniger genau ist als die anderen:&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:drawassessmentsample -- INPUT=classes.tif STANDARD_ERROR=2 CLASS_ACCURACIES=&quot;4: 60&quot;
OUTPUT=sample.gpkg&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/exportmodel.html"/>
        <source>&lt;p&gt;Writes a trained model for other programs: as an ONNX file, which they run without PyTorch and without this plugin, or as an item of a STAC catalogue.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exportmodel.png&quot; width=&quot;220&quot; alt=&quot;A model folder on the left, an ONNX file for other programs on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Model folder&lt;/b&gt;: from &lt;i&gt;Train Pixel Classifier&lt;/i&gt;. Every architecture is exported.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt;:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;i&gt;onnx&lt;/i&gt; takes the values of the raster as they are; for Deepness, for scripts with onnxruntime, and for &lt;i&gt;Classify Pixels&lt;/i&gt;.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;onnx_geodeep&lt;/i&gt; is for GeoDeep, which reads rasters of 3 bands of bytes only. Deepness reads it, too.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;int8&lt;/i&gt; is &lt;code&gt;int8.safetensors&lt;/code&gt;, which in the model folder lets &lt;i&gt;Classify Pixels&lt;/i&gt; compute in 8-bit integers, up to twice as fast on CPUs. It is measured and tried on the &lt;b&gt;training chips folder&lt;/b&gt;; models that were trained where OpenVINO is installed have it already.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;stac&lt;/i&gt; is an item (JSON) by the extension Machine Learning Model, which describes the model folder in a STAC catalogue and refers to its files. It has no geometry, since
the model does not know where it was trained.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;dlpk&lt;/i&gt; is an Esri model package for &lt;i&gt;Classify Pixels Using Deep Learning&lt;/i&gt; of ArcGIS Pro: the ONNX model, its definition and a raster function. It follows Esri&apos;s description and was
&lt;b&gt;never tried in ArcGIS Pro&lt;/b&gt;, which needs the package onnxruntime in its Python.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Tile size&lt;/b&gt;: fixed in the file, since other programs need to know it. Choose a smaller one if memory runs out there.&lt;/p&gt;
&lt;p&gt;ONNX needs the Python packages onnx, onnxscript and onnxruntime: run &lt;i&gt;Set Up Deep Learning&lt;/i&gt; with &lt;b&gt;Packages for ONNX models&lt;/b&gt;.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;An &lt;b&gt;ONNX file&lt;/b&gt;. Scaling, softmax and calibration are inside: values of the raster in, class probabilities out. Its metadata state class names,
pixel size and tiles as Deepness and GeoDeep read them. The file is tried in onnxruntime before it is written; the log has the share of pixels with the same class as
in PyTorch.&lt;/p&gt;
&lt;p&gt;NoData is not part of an ONNX model: other programs classify it like any other value. Deepness blends no tiles, so its seams may show.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exportmodel -- MODEL=model OUTPUT=model.onnx&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Schreibt ein trainiertes Modell für andere Programme: als ONNX-Datei, die sie ohne PyTorch und ohne diese Erweiterung ausführen, oder als Item eines STAC-Katalogs.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exportmodel.png&quot; width=&quot;220&quot; alt=&quot;Links ein Modellordner, rechts eine ONNX-Datei für andere Programme&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Modellordner&lt;/b&gt;: aus &lt;i&gt;Pixelklassifikator trainieren&lt;/i&gt;. Jede Architektur kann exportiert werden.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Format&lt;/b&gt;:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;&lt;i&gt;onnx&lt;/i&gt; nimmt die Werte des Rasters, wie sie sind; für Deepness, für Skripte mit onnxruntime und für &lt;i&gt;Pixel klassifizieren&lt;/i&gt;.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;onnx_geodeep&lt;/i&gt; ist für GeoDeep, das nur Raster mit 3 Kanälen aus Bytes liest. Deepness liest es auch.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;int8&lt;/i&gt; ist &lt;code&gt;int8.safetensors&lt;/code&gt;, das im Modellordner &lt;i&gt;Pixel klassifizieren&lt;/i&gt; in 8-Bit-Ganzzahlen rechnen lässt, auf CPUs bis zu doppelt so schnell. Es wird am &lt;b&gt;Ordner der Trainingschips&lt;/b&gt; bemessen und erprobt; Modelle, die mit installiertem OpenVINO trainiert wurden, haben es schon.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;stac&lt;/i&gt; ist ein Item (JSON) nach der Erweiterung Machine Learning Model, das den Modellordner in einem STAC-Katalog beschreibt und auf seine Dateien verweist. Es hat keine Geometrie, da
das Modell nicht weiß, wo es trainiert wurde.&lt;/li&gt;
&lt;li&gt;&lt;i&gt;dlpk&lt;/i&gt; ist ein Esri-Modellpaket für &lt;i&gt;Classify Pixels Using Deep Learning&lt;/i&gt; von ArcGIS Pro: das ONNX-Modell, seine Definition und eine Rasterfunktion. Es folgt der Beschreibung von Esri und wurde
&lt;b&gt;nie in ArcGIS Pro erprobt&lt;/b&gt;, das in seinem Python das Paket onnxruntime braucht.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;&lt;b&gt;Kachelgröße&lt;/b&gt;: in der Datei fest, da andere Programme sie kennen müssen. Wählen Sie eine kleinere, wenn dort der Speicher nicht reicht.&lt;/p&gt;
&lt;p&gt;ONNX braucht die Python-Pakete onnx, onnxscript und onnxruntime: Führen Sie &lt;i&gt;Deep Learning einrichten&lt;/i&gt; mit &lt;b&gt;Pakete für ONNX-Modelle&lt;/b&gt; aus.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Eine &lt;b&gt;ONNX-Datei&lt;/b&gt;. Skalierung, Softmax und Kalibrierung sind enthalten: Werte des Rasters hinein, Klassenwahrscheinlichkeiten heraus. Ihre Metadaten nennen Klassennamen,
Pixelgröße und Kacheln so, wie Deepness und GeoDeep sie lesen. Die Datei wird in onnxruntime erprobt, bevor sie geschrieben wird; das Protokoll nennt den Anteil der Pixel mit derselben Klasse wie in
PyTorch.&lt;/p&gt;
&lt;p&gt;NoData gehört nicht zu einem ONNX-Modell: Andere Programme klassifizieren es wie jeden anderen Wert. Deepness überblendet keine Kacheln, sodass Nähte zu sehen sein können.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exportmodel -- MODEL=model OUTPUT=model.onnx&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/exporttrainingchips.html"/>
        <source>&lt;p&gt;Cuts a raster and its labels into training &lt;b&gt;chips&lt;/b&gt;: small square images, on which &lt;i&gt;Train Pixel Classifier&lt;/i&gt; trains.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exporttrainingchips.png&quot; width=&quot;220&quot; alt=&quot;An orthophoto with its chips, coloured by dominant class&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt;: any raster that GDAL reads, with any number of bands and any numeric data type.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Labels&lt;/b&gt;, one of:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;a &lt;b&gt;vector layer&lt;/b&gt; in any CRS: polygons, or points and lines with a buffer. The class field holds integers,
which are kept as class values, or texts, which become class names. On request only selected features are used.&lt;/li&gt;
&lt;li&gt;a &lt;b&gt;label raster&lt;/b&gt; on any grid and in any CRS.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Labels may be sparse. &lt;b&gt;Unlabelled pixels are 0.&lt;/b&gt; NoData pixels, and pixels outside the raster or the mask polygons, are flagged in each
chip&apos;s mask band.&lt;/p&gt;
&lt;p&gt;Class names and colours come from the layer&apos;s categorised symbology, or from the raster&apos;s attribute or colour table.&lt;/p&gt;
&lt;h3&gt;Placement of the chips&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;window&lt;/b&gt;: a chip at every stride of a sliding window that meets labels. For labels that cover much of the raster.&lt;br&gt;
&lt;b&gt;labels&lt;/b&gt;: chips around labelled pixels, &lt;i&gt;Chips per class&lt;/i&gt; for each class. For sparse labels and rare classes: a class
of nine labelled pixels gets nine chips. The sampled pixels of a class lie far apart, and each lies at a random position in the inner half of its
chip.&lt;br&gt;
&lt;b&gt;both&lt;/b&gt;: the two together, without duplicates. Chips are shifted to lie inside the raster; only a raster smaller than a chip is padded.
Statistics and class counts are of the chips: a pixel in two chips counts twice.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;A &lt;b&gt;training chips folder&lt;/b&gt; in the layout of Esri&apos;s Classified Tiles: &lt;code&gt;images/&lt;/code&gt; and &lt;code&gt;labels/&lt;/code&gt; with georeferenced GeoTIFFs,
&lt;code&gt;chips.json&lt;/code&gt; with classes, bands and statistics, and the files that ArcGIS needs. The &lt;b&gt;footprints&lt;/b&gt; layer has one polygon per chip,
coloured by dominant class; opacity shows the labelled share.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;An orthophoto with a few hundred polygons, field &lt;code&gt;landcover&lt;/code&gt;: chip size 256, stride 128. Then pass the folder to
&lt;i&gt;Train Pixel Classifier&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exporttrainingchips -- INPUT=photo.tif LABELS=polygons.gpkg CLASS_FIELD=landcover OUTPUT=chips&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Schneidet ein Raster und seine Labels in Trainings&lt;b&gt;chips&lt;/b&gt;: kleine quadratische Bilder, mit denen &lt;i&gt;Pixelklassifikator trainieren&lt;/i&gt; trainiert.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/exporttrainingchips.png&quot; width=&quot;220&quot; alt=&quot;Ein Orthofoto mit seinen Chips, eingefärbt nach der häufigsten Klasse&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Bilddaten&lt;/b&gt;: ein beliebiges Raster, das GDAL liest, mit beliebig vielen Kanälen und jedem numerischen Datentyp.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Labels&lt;/b&gt;, nämlich eines davon:&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;ein &lt;b&gt;Vektorlayer&lt;/b&gt; in beliebigem KBS: Polygone, oder Punkte und Linien mit einem Puffer. Das Klassenfeld enthält ganze Zahlen,
die Klassenwerte bleiben, oder Texte, die Klassennamen werden. Auf Wunsch werden nur ausgewählte Objekte verwendet.&lt;/li&gt;
&lt;li&gt;ein &lt;b&gt;Labelraster&lt;/b&gt; in beliebigem Gitter und KBS.&lt;/li&gt;
&lt;/ul&gt;
&lt;p&gt;Labels dürfen lückenhaft sein. &lt;b&gt;Pixel ohne Label sind 0.&lt;/b&gt; NoData-Pixel und Pixel außerhalb des Rasters oder der Maskenpolygone werden im Maskenkanal
jedes Chips gekennzeichnet.&lt;/p&gt;
&lt;p&gt;Klassennamen und Farben kommen aus der kategorisierten Symbolisierung des Layers oder aus der Attribut- oder Farbtabelle des Rasters.&lt;/p&gt;
&lt;h3&gt;Platzierung der Chips&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;window&lt;/b&gt;: im Abstand der Schrittweite eines gleitenden Fensters je ein Chip, sofern er Labels trifft. Für Labels, die einen großen Teil des Rasters abdecken.&lt;br&gt;
&lt;b&gt;labels&lt;/b&gt;: Chips um Pixel mit Label, für jede Klasse so viele wie in &lt;i&gt;Chips je Klasse&lt;/i&gt;. Für lückenhafte Labels und seltene Klassen: Eine Klasse
mit neun Pixeln mit Label erhält neun Chips. Die gezogenen Pixel einer Klasse liegen weit auseinander, und jedes liegt an einer zufälligen Stelle in der inneren Hälfte seines
Chips.&lt;br&gt;
&lt;b&gt;both&lt;/b&gt;: beides zusammen, ohne Doppelte. Chips werden verschoben, bis sie im Raster liegen; nur ein Raster, das kleiner als ein Chip ist, wird aufgefüllt.
Statistiken und Klassenzahlen gelten für die Chips: Ein Pixel in zwei Chips zählt doppelt.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Ein &lt;b&gt;Ordner der Trainingschips&lt;/b&gt; im Aufbau von Esris Classified Tiles: &lt;code&gt;images/&lt;/code&gt; und &lt;code&gt;labels/&lt;/code&gt; mit georeferenzierten GeoTIFFs,
&lt;code&gt;chips.json&lt;/code&gt; mit Klassen, Kanälen und Statistiken und die Dateien, die ArcGIS braucht. Der Layer &lt;b&gt;Chip-Umrisse&lt;/b&gt; hat ein Polygon je Chip,
eingefärbt nach der häufigsten Klasse; die Deckkraft zeigt den Anteil mit Label.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;Ein Orthofoto mit einigen hundert Polygonen, Feld &lt;code&gt;landcover&lt;/code&gt;: Chipgröße 256, Schrittweite 128. Übergeben Sie den Ordner dann an
&lt;i&gt;Pixelklassifikator trainieren&lt;/i&gt;.&lt;/p&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:exporttrainingchips -- INPUT=photo.tif LABELS=polygons.gpkg CLASS_FIELD=landcover OUTPUT=chips&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/setupdeeplearning.html"/>
        <source>&lt;p&gt;Installs PyTorch and the other packages that training and classification need, into a virtual environment on the Python of QGIS. QGIS and its
packages do not change. Nothing is installed unless you run this.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/setupdeeplearning.png&quot; width=&quot;220&quot; alt=&quot;The dialog, which needs no input&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;Usually none: press &lt;i&gt;Run&lt;/i&gt;. The packages take some gigabytes, and the log shows the output of pip.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Build of PyTorch&lt;/b&gt;: usually &lt;i&gt;auto&lt;/i&gt;. On Linux the default build works with and without an NVIDIA GPU; without an
NVIDIA driver, the small build without CUDA is taken if &lt;b&gt;Extra package index&lt;/b&gt; gives an index that has it (see pytorch.org); &lt;i&gt;cpu&lt;/i&gt; takes it in any case. On
Windows the default build has no CUDA: choose &lt;i&gt;cuda&lt;/i&gt;, and give the &lt;b&gt;Package index&lt;/b&gt; that pytorch.org gives for CUDA.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Installation folder&lt;/b&gt;: empty, the environment goes into the folder &lt;code&gt;pixel_classifier&lt;/code&gt; of your QGIS profile; all profiles use it, and a repair
stays in the same folder. Choose another folder if that disk is small, or if the profile is on a server.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Wheel folder&lt;/b&gt;: for computers without a network. Fill it with &lt;code&gt;pip download&lt;/code&gt; on a computer of the same kind.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Packages for ONNX models&lt;/b&gt;: for &lt;i&gt;Export Model&lt;/i&gt;, and for &lt;i&gt;Classify Pixels&lt;/i&gt; with &lt;code&gt;.onnx&lt;/code&gt; files.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;OpenVINO for fast classification on CPUs&lt;/b&gt;: with it CPUs classify up to twice as fast, in 8-bit integers, where the model&apos;s training showed that they are as accurate; and Intel&apos;s GPUs and NPUs can be
chosen. Linux and Windows on x86-64. Its telemetry is never loaded.&lt;/p&gt;
&lt;p&gt;Run it again to repair an environment, or after an update of QGIS or of the plugin, while no training runs. The new environment is built beside
the previous one and replaces it once all packages load; a failed or cancelled set-up keeps the previous environment.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;The folder of the &lt;b&gt;environment&lt;/b&gt;. Training and classification use it without a restart of QGIS. To uninstall, delete
the folder.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:setupdeeplearning -- BUILD=auto&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Installiert PyTorch und die anderen Pakete, die Training und Klassifikation brauchen, in eine virtuelle Umgebung mit dem Python von QGIS. QGIS und seine
Pakete ändern sich nicht. Nichts wird installiert, ohne dass Sie dies ausführen.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/setupdeeplearning.png&quot; width=&quot;220&quot; alt=&quot;Der Dialog, der keine Eingabe braucht&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;Meist keine: Drücken Sie &lt;i&gt;Starte&lt;/i&gt;. Die Pakete belegen einige Gigabyte, und das Protokoll zeigt die Ausgabe von pip.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Build von PyTorch&lt;/b&gt;: meist &lt;i&gt;auto&lt;/i&gt;. Unter Linux funktioniert der Standard-Build mit und ohne NVIDIA-GPU; ohne
NVIDIA-Treiber wird der kleine Build ohne CUDA genommen, wenn &lt;b&gt;Zusätzlicher Paketindex&lt;/b&gt; einen Index nennt, der ihn hat (siehe pytorch.org); &lt;i&gt;cpu&lt;/i&gt; nimmt ihn in jedem Fall. Unter
Windows hat der Standard-Build kein CUDA: Wählen Sie &lt;i&gt;cuda&lt;/i&gt;, und geben Sie als &lt;b&gt;Paketindex&lt;/b&gt; den an, den pytorch.org für CUDA nennt.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Installationsordner&lt;/b&gt;: Ist er leer, kommt die Umgebung in den Ordner &lt;code&gt;pixel_classifier&lt;/code&gt; Ihres QGIS-Profils; alle Profile verwenden sie, und eine Reparatur
bleibt in demselben Ordner. Wählen Sie einen anderen Ordner, wenn dieser Datenträger klein ist oder das Profil auf einem Server liegt.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Wheel-Ordner&lt;/b&gt;: für Computer ohne Netz. Füllen Sie ihn mit &lt;code&gt;pip download&lt;/code&gt; auf einem Computer derselben Art.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Pakete für ONNX-Modelle&lt;/b&gt;: für &lt;i&gt;Modell exportieren&lt;/i&gt;, und für &lt;i&gt;Pixel klassifizieren&lt;/i&gt; mit &lt;code&gt;.onnx&lt;/code&gt;-Dateien.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;OpenVINO für schnelle Klassifikation auf CPUs&lt;/b&gt;: Damit klassifizieren CPUs bis zu doppelt so schnell, in 8-Bit-Ganzzahlen, wenn das Training des Modells gezeigt hat, dass sie ebenso genau sind; auch GPUs und NPUs von Intel können
gewählt werden. Linux und Windows auf x86-64. Seine Telemetrie wird nie geladen.&lt;/p&gt;
&lt;p&gt;Führen Sie dies noch einmal aus, um eine Umgebung zu reparieren, oder nach einer Aktualisierung von QGIS oder der Erweiterung, während kein Training läuft. Die neue Umgebung entsteht neben
der vorherigen und ersetzt sie, sobald alle Pakete laden; eine fehlgeschlagene oder abgebrochene Einrichtung lässt die vorherige Umgebung bestehen.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Der Ordner der &lt;b&gt;Umgebung&lt;/b&gt;. Training und Klassifikation verwenden sie ohne einen Neustart von QGIS. Zum Deinstallieren löschen Sie
den Ordner.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:setupdeeplearning -- BUILD=auto&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/trainandclassify.html"/>
        <source>&lt;p&gt;From imagery and a few labelled polygons to a class raster in one run: &lt;i&gt;Export Training Chips&lt;/i&gt;, &lt;i&gt;Train Pixel Classifier&lt;/i&gt; and
&lt;i&gt;Classify Pixels&lt;/i&gt; in a row. For more options, run the three one after the other. To change the model, open
&lt;code&gt;resources/models/trainandclassify.model3&lt;/code&gt; of the plugin&apos;s folder in the modeler and save it as your own.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainandclassify.png&quot; width=&quot;220&quot; alt=&quot;Imagery with labelled polygons on the left, its classes on the right&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Imagery&lt;/b&gt; and &lt;b&gt;labels&lt;/b&gt;: polygons, or points and lines, with a &lt;b&gt;class field&lt;/b&gt; of integers or texts. A few are enough, but each class
should be labelled in several places.&lt;/p&gt;
&lt;p&gt;Chips overlap by half. An empty &lt;b&gt;chip size&lt;/b&gt; fits the raster. For few polygons or rare classes, choose the
&lt;b&gt;placement&lt;/b&gt; labels or both.&lt;/p&gt;
&lt;p&gt;Part of the labels is kept for validation, in separate blocks, so the reported accuracy is independent of the training. A learning-rate finder picks the learning
rate.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Classes&lt;/b&gt;: the class raster of the whole imagery, with the values, names and colours of the labels. The &lt;b&gt;model folder&lt;/b&gt;, for &lt;i&gt;Classify Pixels&lt;/i&gt; and for
&lt;i&gt;Classify, clean and vectorise&lt;/i&gt; on other imagery; choose a permanent folder to keep it. The &lt;b&gt;report&lt;/b&gt; has the accuracy of the model. On request:
&lt;b&gt;confidence&lt;/b&gt;, and &lt;b&gt;places to label next&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;The model needs the Python packages torch, torchvision and segmentation-models-pytorch, which &lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainandclassify -- imagery=photo.tif labels=training.gpkg class_field=class chip_size=128 encoder=resnet18
model_folder=model report=report.html classes=classes.tif&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Von Bilddaten und wenigen Polygonen mit Label zu einem Klassenraster in einem Lauf: &lt;i&gt;Trainingschips exportieren&lt;/i&gt;, &lt;i&gt;Pixelklassifikator trainieren&lt;/i&gt; und
&lt;i&gt;Pixel klassifizieren&lt;/i&gt; nacheinander. Für mehr Optionen führen Sie die drei einzeln aus. Um das Modell zu ändern, öffnen Sie
&lt;code&gt;resources/models/trainandclassify.model3&lt;/code&gt; im Ordner der Erweiterung im Modellentwurf und speichern es als Ihr eigenes.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainandclassify.png&quot; width=&quot;220&quot; alt=&quot;Links Bilddaten mit gelabelten Polygonen, rechts ihre Klassen&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Bilddaten&lt;/b&gt; und &lt;b&gt;Labels&lt;/b&gt;: Polygone, oder Punkte und Linien, mit einem &lt;b&gt;Klassenfeld&lt;/b&gt; aus ganzen Zahlen oder Texten. Wenige genügen, aber jede Klasse
sollte an mehreren Stellen gelabelt sein.&lt;/p&gt;
&lt;p&gt;Chips überlappen sich zur Hälfte. Eine leere &lt;b&gt;Chipgröße&lt;/b&gt; richtet sich nach dem Raster. Wählen Sie bei wenigen Polygonen oder seltenen Klassen die
&lt;b&gt;Platzierung&lt;/b&gt; labels oder both.&lt;/p&gt;
&lt;p&gt;Ein Teil der Labels wird in getrennten Blöcken für die Validierung zurückgehalten, sodass die berichtete Genauigkeit vom Training unabhängig ist. Eine Lernratensuche wählt die
Lernrate.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;&lt;b&gt;Klassen&lt;/b&gt;: das Klassenraster der ganzen Bilddaten, mit den Werten, Namen und Farben der Labels. Der &lt;b&gt;Modellordner&lt;/b&gt;, für &lt;i&gt;Pixel klassifizieren&lt;/i&gt; und für
&lt;i&gt;Klassifizieren, bereinigen und vektorisieren&lt;/i&gt; mit anderen Bilddaten; wählen Sie einen dauerhaften Ordner, um ihn zu behalten. Der &lt;b&gt;Bericht&lt;/b&gt; enthält die Genauigkeit des Modells. Auf Wunsch:
&lt;b&gt;Konfidenz&lt;/b&gt; und &lt;b&gt;nächste Stellen zum Labeln&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;Das Modell braucht die Python-Pakete torch, torchvision und segmentation-models-pytorch, die &lt;i&gt;Deep Learning einrichten&lt;/i&gt; installiert.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainandclassify -- imagery=photo.tif labels=training.gpkg class_field=class chip_size=128 encoder=resnet18
model_folder=model report=report.html classes=classes.tif&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <location filename="../help/trainpixelclassifier.html"/>
        <source>&lt;p&gt;Trains a neural network for pixel classification on &lt;b&gt;chips&lt;/b&gt; of imagery and labels.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainpixelclassifier.png&quot; width=&quot;220&quot; alt=&quot;The chips of a training: training, validation, and those left out between them&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Inputs&lt;/h3&gt;
&lt;p&gt;One or several &lt;b&gt;training chips folders&lt;/b&gt;: from &lt;i&gt;Export Training Chips&lt;/i&gt;, from ArcGIS (Classified Tiles), or any folder with
&lt;code&gt;images/&lt;/code&gt; and &lt;code&gt;labels/&lt;/code&gt; that hold files of equal names.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Sparse labels&lt;/b&gt; work: pixels with the &lt;b&gt;ignore class&lt;/b&gt; (0) are neither trained on nor evaluated. If the labels cover
everything and 0 is a class of its own, empty that parameter.&lt;/p&gt;
&lt;p&gt;Part of the labels is kept for &lt;b&gt;validation&lt;/b&gt;, in separate blocks that no training chip touches.&lt;/p&gt;
&lt;p&gt;The defaults suit most data: a learning-rate finder picks the &lt;b&gt;learning rate&lt;/b&gt;, rare classes get higher loss weights, and chips with rare classes are
oversampled. Use contrast and brightness augmentation for scenes of other light or season, and scale augmentation for objects of many sizes.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Start from model&lt;/b&gt; fine-tunes an earlier model, with the same or other classes and bands.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Quantised form for CPUs&lt;/b&gt;: trainings of a minute or more end with a trial of the network in 8-bit integers on the validation labels. This needs OpenVINO (&lt;i&gt;Set Up Deep Learning&lt;/i&gt;). &lt;i&gt;Classify
Pixels&lt;/i&gt; uses them on CPUs, up to twice as fast, only where they are as accurate.&lt;/p&gt;
&lt;h3&gt;Outputs&lt;/h3&gt;
&lt;p&gt;A &lt;b&gt;model folder&lt;/b&gt; for &lt;i&gt;Classify Pixels&lt;/i&gt;, with the network of the chosen epoch, class names, values and colours, band normalisation and
accuracy per class. A &lt;b&gt;report&lt;/b&gt; with training curves, the confusion matrix, the best and the worst chips, and a map of training and validation
blocks. It also has how far the scene and the validation lie from the training labels, the coverage of the prediction sets, and every setting. &lt;b&gt;Chips by split&lt;/b&gt; (a layer, on request) shows those blocks on the map. &lt;i&gt;Cancel&lt;/i&gt; keeps the model so far, and the log names its folder.&lt;/p&gt;
&lt;p&gt;A checkpoint is written at most once a minute, after an epoch. To continue a run that was cancelled, crashed or killed, run it again with the same parameters and
&lt;b&gt;Resume interrupted training&lt;/b&gt;: it ends with the same weights as an uninterrupted run.&lt;/p&gt;
&lt;h3&gt;Duration&lt;/h3&gt;
&lt;p&gt;A few hundred chips and 20 epochs take minutes on a GPU and about an hour on a laptop CPU. Start with &lt;code&gt;resnet18&lt;/code&gt; and few
epochs. If memory runs out, use a smaller batch size.&lt;/p&gt;
&lt;p&gt;Training needs the Python packages torch, torchvision and segmentation-models-pytorch, which
&lt;i&gt;Set Up Deep Learning&lt;/i&gt; installs.&lt;/p&gt;
&lt;h3&gt;Example&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainpixelclassifier -- CHIPS=chips ARCHITECTURE=unet ENCODER=resnet34 EPOCHS=40 OUTPUT=model REPORT=report.html&lt;/code&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Trainiert ein neuronales Netz zur Pixelklassifikation mit &lt;b&gt;Chips&lt;/b&gt; aus Bilddaten und Labels.&lt;/p&gt;
&lt;p&gt;&lt;img src=&quot;{pictures}/trainpixelclassifier.png&quot; width=&quot;220&quot; alt=&quot;Die Chips eines Trainings: Training, Validierung und die dazwischen ausgelassenen&quot;&gt;&lt;/p&gt;
&lt;h3&gt;Eingaben&lt;/h3&gt;
&lt;p&gt;Ein oder mehrere &lt;b&gt;Ordner der Trainingschips&lt;/b&gt;: aus &lt;i&gt;Trainingschips exportieren&lt;/i&gt;, aus ArcGIS (Classified Tiles) oder ein beliebiger Ordner mit
&lt;code&gt;images/&lt;/code&gt; und &lt;code&gt;labels/&lt;/code&gt;, die Dateien gleichen Namens enthalten.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Lückenhafte Labels&lt;/b&gt; genügen: Pixel mit der &lt;b&gt;ignorierten Klasse&lt;/b&gt; (0) werden weder trainiert noch bewertet. Wenn die Labels alles
abdecken und 0 eine eigene Klasse ist, leeren Sie diesen Parameter.&lt;/p&gt;
&lt;p&gt;Ein Teil der Labels wird für die &lt;b&gt;Validierung&lt;/b&gt; zurückgehalten, in getrennten Blöcken, die kein Trainingschip berührt.&lt;/p&gt;
&lt;p&gt;Die Voreinstellungen passen für die meisten Daten: Eine Lernratensuche wählt die &lt;b&gt;Lernrate&lt;/b&gt;, seltene Klassen erhalten höhere Gewichte im Verlust, und Chips mit seltenen Klassen werden
häufiger gezogen. Verwenden Sie die Augmentierung von Kontrast und Helligkeit für Szenen mit anderem Licht oder aus anderer Jahreszeit und die des Maßstabs für Objekte vieler Größen.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Von Modell ausgehen&lt;/b&gt; trainiert ein früheres Modell weiter (Fine-Tuning), mit denselben oder anderen Klassen und Kanälen.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Quantisierte Form für CPUs&lt;/b&gt;: Trainings von einer Minute oder mehr enden mit einer Probe des Netzes in 8-Bit-Ganzzahlen an den Validierungslabels. Das braucht OpenVINO (&lt;i&gt;Deep Learning einrichten&lt;/i&gt;). &lt;i&gt;Pixel klassifizieren&lt;/i&gt;
verwendet sie auf CPUs, bis zu doppelt so schnell, nur dann, wenn sie ebenso genau sind.&lt;/p&gt;
&lt;h3&gt;Ausgaben&lt;/h3&gt;
&lt;p&gt;Ein &lt;b&gt;Modellordner&lt;/b&gt; für &lt;i&gt;Pixel klassifizieren&lt;/i&gt;, mit dem Netz der gewählten Epoche, Klassennamen, Klassenwerten und Farben, der Normalisierung der Kanäle und
der Genauigkeit je Klasse. Ein &lt;b&gt;Bericht&lt;/b&gt; mit Trainingskurven, der Konfusionsmatrix, den besten und den schlechtesten Chips und einer Karte der Trainings- und
Validierungsblöcke. Er enthält auch die Abstände der Szene und der Validierung von den Trainingslabeln, die Abdeckung der Vorhersagemengen und alle Einstellungen. &lt;b&gt;Chips nach Aufteilung&lt;/b&gt; (ein Layer, auf Wunsch) zeigt diese Blöcke in der Karte. &lt;i&gt;Abbruch&lt;/i&gt; behält das bisherige Modell, und das Protokoll nennt seinen Ordner.&lt;/p&gt;
&lt;p&gt;Ein Checkpoint wird höchstens einmal in der Minute geschrieben, nach einer Epoche. Um einen Lauf fortzusetzen, der abgebrochen wurde, abgestürzt ist oder beendet wurde, führen Sie ihn mit denselben Parametern und
&lt;b&gt;Unterbrochenes Training fortsetzen&lt;/b&gt; noch einmal aus: Er endet mit denselben Gewichten wie ein ununterbrochener Lauf.&lt;/p&gt;
&lt;h3&gt;Dauer&lt;/h3&gt;
&lt;p&gt;Einige hundert Chips und 20 Epochen dauern Minuten auf einer GPU und etwa eine Stunde auf der CPU eines Laptops. Beginnen Sie mit &lt;code&gt;resnet18&lt;/code&gt; und wenigen
Epochen. Wenn der Speicher nicht reicht, verwenden Sie eine kleinere Batchgröße.&lt;/p&gt;
&lt;p&gt;Das Training braucht die Python-Pakete torch, torchvision und segmentation-models-pytorch, die
&lt;i&gt;Deep Learning einrichten&lt;/i&gt; installiert.&lt;/p&gt;
&lt;h3&gt;Beispiel&lt;/h3&gt;
&lt;p&gt;&lt;code&gt;qgis_process run pixelclassifier:trainpixelclassifier -- CHIPS=chips ARCHITECTURE=unet ENCODER=resnet34 EPOCHS=40 OUTPUT=model REPORT=report.html&lt;/code&gt;&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>PixelClassifierAlgorithm</name>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Mask polygons</source>
        <translation>Maskenpolygone</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Ignore class (unlabelled value)</source>
        <translation>Ignorierte Klasse (Wert ohne Label)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each.</source>
        <translation>auto: die erste GPU, falls es eine gibt, sonst die CPU. cuda:all: alle NVIDIA-GPUs dieses Computers, ein Prozess auf jeder.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>HTML files (*.html)</source>
        <translation>HTML-Dateien (*.html)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
</context>
<context>
    <name>SetUpDeepLearning</name>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Build of PyTorch</source>
        <translation>Build von PyTorch</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>auto: the one for this computer. On Linux without an NVIDIA driver that is the small build without CUDA, where the package index has it. Otherwise it is the default build, which works with and without an NVIDIA GPU. cpu: the build without CUDA. cuda: fails unless PyTorch has CUDA.</source>
        <translation>auto: der für diesen Computer passende. Unter Linux ohne NVIDIA-Treiber ist das der kleine Build ohne CUDA, sofern der Paketindex ihn hat. Sonst ist es der Standard-Build, der mit und ohne NVIDIA-GPU funktioniert. cpu: der Build ohne CUDA. cuda: schlägt fehl, wenn PyTorch kein CUDA hat.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Package index</source>
        <translation>Paketindex</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a package index that replaces the default one. Empty: the configuration of pip.</source>
        <translation>URL eines Paketindex, der den voreingestellten ersetzt. Leer: die Konfiguration von pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Extra package index</source>
        <translation>Zusätzlicher Paketindex</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of an additional package index, such as the one that pytorch.org gives for a build.</source>
        <translation>URL eines weiteren Paketindex, zum Beispiel dessen, den pytorch.org für einen Build angibt.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Wheel folder</source>
        <translation>Wheel-Ordner</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>For computers without a network: a folder with the packages as wheels, from pip download.</source>
        <translation>Für Computer ohne Netz: ein Ordner mit den Paketen als Wheels, aus pip download.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a proxy, such as http://proxy:8080. Empty: the configuration of pip.</source>
        <translation>URL eines Proxys, zum Beispiel http://proxy:8080. Leer: die Konfiguration von pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installation folder</source>
        <translation>Installationsordner</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The folder for the environment, which takes some gigabytes. Empty: that of the previous environment, or else your QGIS profile. All profiles use it, and updates of the plugin keep it.</source>
        <translation>Der Ordner für die Umgebung, die einige Gigabyte belegt. Leer: der der vorherigen Umgebung, sonst Ihr QGIS-Profil. Alle Profile verwenden sie, und bei Aktualisierungen der Erweiterung bleibt sie erhalten.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Packages for ONNX models</source>
        <translation>Pakete für ONNX-Modelle</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs onnx, onnxscript and onnxruntime (about 50 MB), with which Export Model writes ONNX files and Classify Pixels reads them. An environment that has them keeps them when it is repaired.</source>
        <translation>Installiert auch onnx, onnxscript und onnxruntime (etwa 50 MB), mit denen „Modell exportieren“ ONNX-Dateien schreibt und „Pixel klassifizieren“ sie liest. Eine Umgebung, die sie hat, behält sie bei einer Reparatur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>OpenVINO for fast classification on CPUs</source>
        <translation>OpenVINO für schnelle Klassifikation auf CPUs</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs openvino (60 MB to download) on Linux and Windows on x86-64. With it CPUs classify in 8-bit integers, up to twice as fast, where the model&apos;s training showed that they are as accurate. Intel&apos;s GPUs and NPUs can be chosen, too. Where it cannot be installed, a warning gives the reason, and PyTorch classifies.</source>
        <translation>Installiert unter Linux und Windows auf x86-64 auch openvino (60 MB zum Herunterladen). Damit klassifizieren CPUs in 8-Bit-Ganzzahlen, bis zu doppelt so schnell, wenn das Training des Modells gezeigt hat, dass sie ebenso genau sind. Auch GPUs und NPUs von Intel können dann gewählt werden. Wenn es sich nicht installieren lässt, nennt eine Warnung den Grund, und PyTorch klassifiziert.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has the packages for ONNX models; so will the new one.</source>
        <translation>Die vorherige Umgebung hat die Pakete für ONNX-Modelle; die neue erhält sie auch.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has OpenVINO; the new one will not, as OPENVINO is false.</source>
        <translation>Die vorherige Umgebung hat OpenVINO; die neue erhält es nicht, da OPENVINO false ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Ready. Training and classification now use {folder}.</source>
        <translation>Bereit. Training und Klassifikation verwenden jetzt {folder}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Another environment takes precedence: {python}.</source>
        <translation>Eine andere Umgebung hat Vorrang: {python}.</translation>
    </message>
</context>
<context>
    <name>TrainPixelClassifier</name>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training chips folder</source>
        <translation>Ordner der Trainingschips</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with images/ and labels/ that hold files of equal names.</source>
        <translation>Ein Ordner aus „Trainingschips exportieren“, ein Export von ArcGIS als Classified Tiles oder ein beliebiger Ordner mit images/ und labels/, die Dateien gleichen Namens enthalten.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Additional training chips folders</source>
        <translation>Weitere Ordner mit Trainingschips</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Further folders with the same bands and classes. In the dialog choose the file chips.json of each folder (or any of its chips); scripts, models and qgis_process take the folders themselves.</source>
        <translation>Weitere Ordner mit denselben Kanälen und Klassen. Wählen Sie im Dialog die Datei chips.json jedes Ordners (oder einen seiner Chips); Skripte, Modelle und qgis_process nehmen die Ordner selbst.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pixels with this value are neither trained on nor evaluated. Empty: every value is a class, 0 too, for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts).</source>
        <translation>Pixel mit diesem Wert werden weder trainiert noch bewertet. Leer: Jeder Wert ist eine Klasse, auch 0, für Labels, die alles abdecken (IGNORE_CLASS= unter qgis_process, None in Skripten).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto trainiert unet und pixel und mittelt beide, oder behält das Netz, das auf den Validierungsblöcken deutlich besser ist. pixel sieht jeweils ein Pixel: für Spektren und Embeddings; es trainiert in Sekunden. pspnet und deeplabv3 sehen mehr Kontext als unet und ergeben gröbere Umrisse.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>Das Backbone, das Merkmale extrahiert. Größere Encoder lernen mehr, trainieren langsamer und brauchen mehr Chips. pixel verwendet keinen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Other encoder</source>
        <translation>Anderer Encoder</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm (tu-convnext_tiny). Overrides Encoder.</source>
        <translation>Ein beliebiger anderer Encoder mit seinem Namen in segmentation_models_pytorch, oder tu-NAME für einen von timm (tu-convnext_tiny). Hat Vorrang vor „Encoder“.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pretrained weights</source>
        <translation>Vortrainierte Gewichte</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. file: encoder weights from a file on this computer. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none: zufällige Anfangsgewichte. imagenet: Encodergewichte, die mit Fotos vortrainiert sind und bei der ersten Verwendung heruntergeladen werden. file: Encodergewichte aus einer Datei auf diesem Computer. auto: imagenet, wenn sie auf diesem Computer sind oder in Sekunden heruntergeladen werden, sonst none.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Gewichte (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights file</source>
        <translation>Gewichtsdatei</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The pretrained encoder weights, with “file” as pretrained weights.</source>
        <translation>Die vortrainierten Encodergewichte, mit „file“ als vortrainierten Gewichten.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Start from model</source>
        <translation>Von Modell ausgehen</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A model folder to continue from (fine-tuning), with the same or other classes and bands. Its architecture and encoder override those above; the log lists which weights are kept and which are new.</source>
        <translation>Ein Modellordner, von dem aus weitertrainiert wird (Fine-Tuning), mit denselben oder anderen Klassen und Kanälen. Seine Architektur und sein Encoder haben Vorrang vor den obigen; das Protokoll nennt, welche Gewichte übernommen werden und welche neu sind.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs with frozen encoder</source>
        <translation>Epochen mit eingefrorenem Encoder</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of first epochs that train the decoder only, to protect pretrained encoder weights.</source>
        <translation>Anzahl der ersten Epochen, in denen nur der Decoder trainiert wird, um vortrainierte Encodergewichte zu schonen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Anzahl der Durchgänge durch alle Chips. Leer: automatisch, 20, oder weniger, wenn sie mehr als etwa eine Stunde dauern würden. Behalten wird die letzte Epoche, deren mittlere IoU der Validierung nicht deutlich unter der höchsten liegt.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Chips je Schritt, 2 oder mehr. 0: so viele, wie in den Speicher passen.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Validation share (%)</source>
        <translation>Validierungsanteil (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Share of the labels that is kept for validation, in separate blocks. 0: trains on everything.</source>
        <translation>Anteil der Labels, der in getrennten Blöcken für die Validierung zurückgehalten wird. 0: trainiert mit allem.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Final training on all labels</source>
        <translation>Abschließendes Training mit allen Labels</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>After the validation, trains again with the labels of the validation blocks and of the gap around them too. The figures stay those of the validated model. auto: where labels are few (up to 128 training chips).</source>
        <translation>Trainiert nach der Validierung noch einmal, auch mit den Labels der Validierungsblöcke und des Abstands um sie. Die Kennzahlen bleiben die des validierten Modells. auto: wenn es wenige Labels gibt (bis zu 128 Trainingschips).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Quantised form for CPUs</source>
        <translation>Quantisierte Form für CPUs</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Tries the network in 8-bit integers, up to twice as fast, on the validation labels. Classify Pixels uses them where the mean IoU is at most 0.002 lower and 99.5 % of the labels are equal. auto: after a minute of training, where OpenVINO is installed.</source>
        <translation>Erprobt das Netz in 8-Bit-Ganzzahlen, bis zu doppelt so schnell, mit den Validierungslabels. „Pixel klassifizieren“ verwendet sie, wenn die mittlere IoU höchstens um 0.002 niedriger ist und 99.5 % der Labels gleich sind. auto: nach einer Minute Training, wo OpenVINO installiert ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The maximum of the schedule, which warms up and then decays. Empty: a learning-rate finder chooses it; the log and the report contain it.</source>
        <translation>Das Maximum des Verlaufs, der ansteigt und dann abfällt. Leer: Eine Lernratensuche wählt sie; Protokoll und Bericht nennen sie.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Patience (epochs)</source>
        <translation>Geduld (Epochen)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Early stopping: ends the training after so many epochs without improvement. 0: never.</source>
        <translation>Early Stopping: beendet das Training nach so vielen Epochen ohne Verbesserung. 0: nie.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weight averaging (EMA)</source>
        <translation>Mittelung der Gewichte (EMA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Evaluates and keeps an exponential moving average of the weights, which varies less between epochs.</source>
        <translation>Bewertet und behält einen exponentiell gleitenden Mittelwert der Gewichte, der zwischen den Epochen weniger schwankt.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Loss function</source>
        <translation>Verlustfunktion</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>dice, jaccard, lovasz and tversky measure the overlap of regions; focal concentrates on pixels with large errors. All use labelled pixels only.</source>
        <translation>dice, jaccard, lovasz und tversky messen die Überlappung von Regionen; focal konzentriert sich auf Pixel mit großen Fehlern. Alle verwenden nur Pixel mit Label.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weighting</source>
        <translation>Klassengewichtung</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>How much more the loss weighs pixels of rare classes: none, inverse_root, up to inverse_frequency.</source>
        <translation>Wie viel stärker der Verlust Pixel seltener Klassen gewichtet: none, inverse_root, bis zu inverse_frequency.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weights</source>
        <translation>Klassengewichte</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5.</source>
        <translation>Für die Klassengewichtung „given“: ein Gewicht für jeden Klassenwert, zum Beispiel 1: 1.0, 2: 5.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Oversample rare classes</source>
        <translation>Seltene Klassen häufiger ziehen (Oversampling)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Samples chips with classes that fewer than one in eight chips contain up to eight times per epoch. Class weights are computed from the sampled pixels, so the two together do not overcorrect.</source>
        <translation>Zieht Chips mit Klassen, die weniger als jeder achte Chip enthält, bis zu achtmal je Epoche. Klassengewichte werden aus den gezogenen Pixeln berechnet, sodass beides zusammen nicht überkorrigiert.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Random flips and 90° rotations</source>
        <translation>Zufällige Spiegelungen und 90°-Drehungen</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Flips and rotates chips at random, as imagery from above has no preferred direction.</source>
        <translation>Spiegelt und dreht Chips zufällig, da Bilder von oben keine bevorzugte Richtung haben.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Scale augmentation (%)</source>
        <translation>Augmentierung des Maßstabs (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Enlarges and shrinks chips at random by up to this much, for objects of many sizes. 0: off.</source>
        <translation>Vergrößert und verkleinert Chips zufällig um bis zu diesem Betrag, für Objekte vieler Größen. 0: aus.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Contrast augmentation (%)</source>
        <translation>Augmentierung des Kontrasts (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the contrast of each band at random by up to this much, for scenes of other light or season.</source>
        <translation>Verändert den Kontrast jedes Kanals zufällig um bis zu diesem Betrag, für Szenen mit anderem Licht oder aus anderer Jahreszeit.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Brightness augmentation (%)</source>
        <translation>Augmentierung der Helligkeit (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the brightness of each band at random, in percent of its standard deviation.</source>
        <translation>Verändert die Helligkeit jedes Kanals zufällig, in Prozent seiner Standardabweichung.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Noise augmentation (%)</source>
        <translation>Augmentierung durch Rauschen (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Adds noise to each pixel, in percent of the band&apos;s standard deviation, for noisier imagery.</source>
        <translation>Fügt jedem Pixel Rauschen hinzu, in Prozent der Standardabweichung des Kanals, für stärker verrauschte Bilder.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resume interrupted training</source>
        <translation>Unterbrochenes Training fortsetzen</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resumes from the last checkpoint of a run into the same model folder that was cancelled, crashed or killed. All other parameters must be the same. Without a checkpoint, training starts from the beginning.</source>
        <translation>Setzt beim letzten Checkpoint eines Laufs in denselben Modellordner fort, der abgebrochen wurde, abgestürzt ist oder beendet wurde. Alle anderen Parameter müssen gleich sein. Ohne Checkpoint beginnt das Training von vorn.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Seed</source>
        <translation>Startwert (Seed)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>Derselbe Startwert ergibt auf der CPU desselben Computers dasselbe Modell.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Ein neuer oder leerer Ordner oder ein früheres Modell, das ersetzt wird, sobald das neue vollständig ist.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Training report</source>
        <translation>Trainingsbericht</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Eine Seite mit Kurven, Genauigkeit je Klasse, Konfusionsmatrix und Beispielen, die in der Ergebnisanzeige erscheint.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The metrics of each class as a CSV table; those of each epoch go beside it, into NAME-epochs.csv.</source>
        <translation>Die Maße jeder Klasse als CSV-Tabelle; die jeder Epoche stehen daneben, in NAME-epochs.csv.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips by split</source>
        <translation>Chips nach Aufteilung</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per labelled chip: training, validation, or left out because it touches a validation chip.</source>
        <translation>Ein Polygonlayer (GeoPackage) mit einem Polygon je Chip mit Labels: Training, Validierung, oder ausgelassen, weil er einen Validierungschip berührt.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Mean IoU (0 to 1)</source>
        <translation>Mittlere IoU (0 bis 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Overall accuracy (0 to 1)</source>
        <translation>Gesamtgenauigkeit (0 bis 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs run</source>
        <translation>Durchlaufene Epochen</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of classes</source>
        <translation>Anzahl der Klassen</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate used</source>
        <translation>Verwendete Lernrate</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS is “file”, but WEIGHTS_FILE is empty. Choose the file, or other pretrained weights.</source>
        <translation>WEIGHTS ist „file“, aber WEIGHTS_FILE ist leer. Wählen Sie die Datei oder andere vortrainierte Gewichte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS_FILE is given, but WEIGHTS is not “file”. Choose “file”, or empty WEIGHTS_FILE.</source>
        <translation>WEIGHTS_FILE ist angegeben, aber WEIGHTS ist nicht „file“. Wählen Sie „file“, oder leeren Sie WEIGHTS_FILE.</translation>
    </message>
</context>
</TS>
