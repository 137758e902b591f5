<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>PixelClassifier</name>
    <message>
        <location filename="../../provider/context_menu.py"/>
        <source>Pixel Classifier: Classify Pixels…</source>
        <translation>Pixel Classifier : Classifier les pixels…</translation>
    </message>
    <message>
        <location filename="../../provider/provider.py"/>
        <source>Pixel Classifier</source>
        <translation>Pixel Classifier</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <location filename="../../provider/shipped_models.py"/>
        <source>deep learning,model,workflow,land cover,land use,classification,segmentation</source>
        <translation>apprentissage profond,modèle,flux de travail,occupation du sol,utilisation du sol,classification,segmentation</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assess Classification</source>
        <translation>Évaluer la classification</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Computes the accuracy of a class raster and the areas of its classes from reference data.</source>
        <translation>Calcule l&apos;exactitude d&apos;un raster de classes et les surfaces de ses classes à partir de données de référence.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth</source>
        <translation>exactitude,évaluation de l&apos;exactitude,validation,matrice de confusion,matrice d&apos;erreur,kappa,estimation de surfaces,vérité terrain</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A page with the accuracy measures, their confidence intervals, the confusion matrix and the areas.</source>
        <translation>Une page avec les mesures d&apos;exactitude, leurs intervalles de confiance, la matrice de confusion et les surfaces.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A CSV table with one row per class: its measures and its row of the confusion matrix.</source>
        <translation>Une table CSV avec une ligne par classe : ses mesures et sa ligne de la matrice de confusion.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Overall accuracy</source>
        <translation>Exactitude globale</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Mean IoU</source>
        <translation>IoU moyenne</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Assessed pixels</source>
        <translation>Pixels évalués</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class raster</source>
        <translation>Raster de classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The class raster to assess, from Classify Pixels or any other program: integers in its first band.</source>
        <translation>Le raster de classes à évaluer, issu de « Classifier les pixels » ou de tout autre programme : des entiers dans sa première bande.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (vector)</source>
        <translation>Référence (vecteur)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Points or polygons of known class, in any CRS, that no training has seen. A point assesses the pixel under it, a polygon every pixel whose centre it contains. Give either these or a reference raster.</source>
        <translation>Points ou polygones de classe connue, dans n&apos;importe quel SCR, qu&apos;aucun entraînement n&apos;a vus. Un point évalue le pixel où il se trouve, un polygone chaque pixel dont il contient le centre. Indiquez soit ceux-ci, soit un raster de référence.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Class field</source>
        <translation>Champ de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>The true class of each feature: a value of the class raster, or a class name from its attribute table or legend.</source>
        <translation>La classe vraie de chaque entité : une valeur du raster de classes, ou un nom de classe de sa table attributaire ou de sa légende.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Reference (raster)</source>
        <translation>Référence (raster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>A raster of true class values on any grid and in any CRS, resampled by nearest neighbour.</source>
        <translation>Un raster de valeurs de classe vraies, sur n&apos;importe quelle grille et dans n&apos;importe quel SCR, rééchantillonné au plus proche voisin.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Pixels of the reference raster with this value are not assessed. Empty: every value is a class.</source>
        <translation>Les pixels du raster de référence qui ont cette valeur ne sont pas évalués. Vide : chaque valeur est une classe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Sampling</source>
        <translation>Échantillonnage</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>none: the reference was chosen by hand or covers everything; the measures are of its pixels alone. stratified: a random sample per class of this map; the measures are weighted by area, and the area of each class is estimated with its standard error. Points from Draw Assessment Sample carry their own design, which is used in place of either.</source>
        <translation>none : la référence a été choisie à la main ou couvre tout ; les mesures ne valent que pour ses pixels. stratified : un échantillon aléatoire par classe de cette carte ; les mesures sont pondérées par la surface, et la surface de chaque classe est estimée avec son erreur-type. Les points de « Tirer un échantillon d&apos;évaluation » portent leur propre plan de sondage, qui remplace l&apos;un et l&apos;autre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only this extent is assessed, and areas are of it. Empty: the whole raster.</source>
        <translation>Seule cette emprise est évaluée, et les surfaces s&apos;y rapportent. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Only pixels inside these polygons are assessed, and areas are of them.</source>
        <translation>Seuls les pixels à l&apos;intérieur de ces polygones sont évalués, et les surfaces s&apos;y rapportent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Block size (pixels)</source>
        <translation>Taille de bloc (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>Side of the blocks of the spatial block bootstrap for the confidence intervals, which allows for spatial autocorrelation. Choose it larger than the reference polygons. Empty: a tenth of the map.</source>
        <translation>Côté des blocs du bootstrap par blocs spatiaux pour les intervalles de confiance, qui tient compte de l&apos;autocorrélation spatiale. Choisissez-le plus grand que les polygones de référence. Vide : un dixième de la carte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/assess_classification.py"/>
        <source>the true class</source>
        <translation>la classe vraie</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Out of memory. Use smaller chips, tiles or batches, or close other programs.</source>
        <translation>Mémoire insuffisante. Utilisez des imagettes, des tuiles ou des lots plus petits, ou fermez d&apos;autres programmes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>The operating system refused access to a file: {reason}</source>
        <translation>Le système d&apos;exploitation a refusé l&apos;accès à un fichier : {reason}</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Classification with deep learning</source>
        <translation>Classification par apprentissage profond</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Mask polygons</source>
        <translation>Polygones de masque</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Ignore class (unlabelled value)</source>
        <translation>Classe ignorée (valeur sans étiquette)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>auto: the first GPU if there is one, else the CPU.</source>
        <translation>auto : le premier GPU s&apos;il y en a un, sinon le CPU.</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Device</source>
        <translation>Périphérique de calcul</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../../algorithms/base.py"/>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Classifier les pixels</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classifies every pixel of a raster with a trained model.</source>
        <translation>Classifie chaque pixel d&apos;un raster avec un modèle entraîné.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>deep learning,prediction,inference,segmentation,land cover,land use,classification,apply</source>
        <translation>apprentissage profond,prédiction,inférence,segmentation,occupation du sol,utilisation du sol,classification,appliquer</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Imagery</source>
        <translation>Imagerie</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster to classify, with the bands and about the pixel size of the training imagery.</source>
        <translation>Le raster à classifier, avec les bandes et à peu près la taille de pixel de l&apos;imagerie d&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Model folder</source>
        <translation>Dossier du modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch.</source>
        <translation>Un dossier écrit par « Entraîner le classificateur de pixels ». Ou un modèle de segmentation d&apos;un autre programme : un fichier .onnx comme ceux de Deepness ou GeoDeep (saisissez son chemin ou choisissez le dossier qui le contient), ou un dossier de segmentation_models_pytorch.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The bands of the raster in the order of the model. Empty: all bands in their own order.</source>
        <translation>Les bandes du raster dans l&apos;ordre du modèle. Vide : toutes les bandes dans leur propre ordre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only this extent is classified, and the result has this extent. Empty: the whole raster.</source>
        <translation>Seule cette emprise est classifiée, et le résultat a cette emprise. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Only pixels inside these polygons are classified; the others become NoData.</source>
        <translation>Seuls les pixels à l&apos;intérieur de ces polygones sont classifiés ; les autres deviennent NoData.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tile size (pixels)</source>
        <translation>Taille de tuile (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The raster is classified in overlapping tiles of at most this size. Empty: chosen for the model, about twice the size of its training chips. Larger tiles need more memory and give the network more context than in training.</source>
        <translation>Le raster est classifié par tuiles qui se recouvrent, de cette taille au plus. Vide : choisie pour le modèle, environ le double de la taille de ses imagettes d&apos;entraînement. Des tuiles plus grandes demandent plus de mémoire et donnent au réseau plus de contexte qu&apos;à l&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Overlap (pixels)</source>
        <translation>Recouvrement (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Neighbouring tiles are blended over this width. Empty: chosen for the model.</source>
        <translation>Les tuiles voisines sont fondues sur cette largeur. Vide : choisi pour le modèle.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Batch size</source>
        <translation>Taille de lot</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Tiles that are computed at a time. 0: chosen for speed and the available memory.</source>
        <translation>Nombre de tuiles calculées à la fois. 0 : choisi selon la vitesse et la mémoire disponible.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Precision</source>
        <translation>Précision de calcul</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>auto: 16-bit numbers where the device computes faster with them, which changes about one pixel in two thousand. float32: always 32-bit numbers.</source>
        <translation>auto : nombres de 16 bits si le périphérique calcule plus vite ainsi, ce qui change environ un pixel sur deux mille. float32 : toujours des nombres de 32 bits.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Test-time augmentation</source>
        <translation>Augmentation à la prédiction (TTA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves the result a little, and takes 4 or 8 times as long.</source>
        <translation>Fait la moyenne des prédictions de 4 rotations, ou de 8 rotations et réflexions, de chaque tuile. Améliore souvent un peu le résultat, et prend 4 ou 8 fois plus de temps.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resample to the model&apos;s pixel size</source>
        <translation>Rééchantillonner à la taille de pixel du modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Resamples the raster to the pixel size of the training imagery for the network; the result keeps the grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much.</source>
        <translation>Rééchantillonne le raster pour le réseau à la taille de pixel de l&apos;imagerie d&apos;entraînement ; le résultat garde la grille du raster. Non : le raster est utilisé tel quel, avec un avertissement si les tailles de pixel diffèrent beaucoup.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Band scaling</source>
        <translation>Mise à l&apos;échelle des bandes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For models of other programs that do not state it: mean and standard deviation of each band in units of the raster, such as 123.7 58.4; 116.3 57.1; 103.5 57.4. One pair is for all bands; 0 255 divides by 255.</source>
        <translation>Pour les modèles d&apos;autres programmes qui ne l&apos;indiquent pas : moyenne et écart-type de chaque bande dans les unités du raster, par exemple 123.7 58.4; 116.3 57.1; 103.5 57.4. Une seule paire vaut pour toutes les bandes ; 0 255 divise par 255.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>geotiff: plain GeoTIFF. cog: Cloud Optimized GeoTIFF with overviews, which displays fast at any size and takes one more pass to write.</source>
        <translation>geotiff : GeoTIFF simple. cog : Cloud Optimized GeoTIFF avec aperçus, qui s&apos;affiche vite à toute échelle et demande un passage de plus à l&apos;écriture.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Data type of class probabilities</source>
        <translation>Type de données des probabilités de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>float: 0 to 1. byte: whole percent, a quarter of the size.</source>
        <translation>float : de 0 à 1. byte : pourcentages entiers, un quart de la taille.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty measure</source>
        <translation>Mesure d&apos;incertitude</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>margin: from the difference between the two most probable classes. entropy: from the distribution over all classes.</source>
        <translation>margin : à partir de la différence entre les deux classes les plus probables. entropy : à partir de la distribution sur toutes les classes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of places to label next</source>
        <translation>Nombre de lieux à étiqueter ensuite</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The largest number of points in the layer of places to label next.</source>
        <translation>Le plus grand nombre de points dans la couche des lieux à étiqueter ensuite.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Distance of places to label next (pixels)</source>
        <translation>Distance entre lieux à étiqueter ensuite (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The minimum distance between places to label next. Empty: the chip size of the model.</source>
        <translation>La distance minimale entre les lieux à étiqueter ensuite. Vide : la taille d&apos;imagette du modèle.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Part of the map</source>
        <translation>Partie de la carte</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>For one map by several runs or computers: 1, 2, … up to the number of parts, with all other parameters the same. Finished rows are kept in the folder OUTPUT.strips, and the run that finishes the last part joins them. join: only joins parts that are all there. auto: the number comes from a queue (SLURM array, Kubernetes indexed job, torchrun; scripts in docs/cluster.md). Empty: the whole map, from what is kept of an interrupted run too.</source>
        <translation>Pour une carte calculée en plusieurs exécutions ou par plusieurs ordinateurs : 1, 2, … jusqu&apos;au nombre de parties, tous les autres paramètres étant les mêmes. Les lignes terminées sont gardées dans le dossier OUTPUT.strips, et l&apos;exécution qui termine la dernière partie les assemble. join : assemble seulement des parties qui sont toutes là. auto : le numéro vient d&apos;une file d&apos;attente (tableau SLURM, tâche indexée Kubernetes, torchrun ; scripts dans docs/cluster.md). Vide : toute la carte, aussi à partir de ce qui reste d&apos;une exécution interrompue.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Number of parts</source>
        <translation>Nombre de parties</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Into how many parts of about equal height the map is divided, with Part of the map.</source>
        <translation>En combien de parties de hauteur à peu près égale la carte est divisée, avec « Partie de la carte ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the class values, names and colours of the training labels.</source>
        <translation>GeoTIFF avec les valeurs, noms et couleurs de classe des étiquettes d&apos;entraînement.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the probability of the predicted class, in percent.</source>
        <translation>GeoTIFF avec la probabilité de la classe prédite, en pourcentage.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class probabilities</source>
        <translation>Probabilités de classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with one band per class.</source>
        <translation>GeoTIFF avec une bande par classe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Uncertainty</source>
        <translation>Incertitude</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>GeoTIFF with the uncertainty of the class, in percent.</source>
        <translation>GeoTIFF avec l&apos;incertitude de la classe, en pourcentage.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Class areas</source>
        <translation>Surfaces des classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A table (CSV) with the pixels and hectares of each class; on the ellipsoid for a geographic CRS.</source>
        <translation>Une table (CSV) avec les pixels et les hectares de chaque classe ; sur l&apos;ellipsoïde pour un SCR géographique.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>Places to label next</source>
        <translation>Lieux à étiqueter ensuite</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels there improve the model most.</source>
        <translation>Une couche de points (GeoPackage) des lieux dont la classe est la plus incertaine, répartis sur le raster : ce sont les étiquettes qui améliorent le plus le modèle.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>The rasters are Cloud Optimized GeoTIFFs, as chosen for {outputs}; FORMAT is {format}.</source>
        <translation>Les rasters sont des Cloud Optimized GeoTIFF, comme choisi pour {outputs} ; FORMAT est {format}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/classify_pixels.py"/>
        <source>{raster} has no colours: {reason}</source>
        <translation>{raster} n&apos;a pas de couleurs : {reason}</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draw Assessment Sample</source>
        <translation>Tirer un échantillon d&apos;évaluation</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Draws the random points whose true classes show how accurate a map is.</source>
        <translation>Tire les points aléatoires dont les classes vraies montrent l&apos;exactitude d&apos;une carte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>accuracy,accuracy assessment,validation,random points,stratified sample,sampling design,sample size,ground truth</source>
        <translation>exactitude,évaluation de l&apos;exactitude,validation,points aléatoires,échantillon stratifié,plan de sondage,taille d&apos;échantillon,vérité terrain</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Assessment sample</source>
        <translation>Échantillon d&apos;évaluation</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A GeoPackage of points with an empty field “reference”, to be filled with the true class from a list, and the sampling design, which Assess Classification reads. The class on the map is hidden.</source>
        <translation>Un GeoPackage de points avec un champ vide « reference », à remplir avec la classe vraie à partir d&apos;une liste, et avec le plan de sondage, que lit « Évaluer la classification ». La classe sur la carte est masquée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of points</source>
        <translation>Nombre de points</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Number of strata</source>
        <translation>Nombre de strates</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The map to be assessed: integers in its first band. No point is drawn where it is NoData. Give either this or polygons.</source>
        <translation>La carte à évaluer : des entiers dans sa première bande. Aucun point n&apos;est tiré là où elle est NoData. Indiquez soit celle-ci, soit des polygones.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>A map of polygons in place of a class raster. Points are drawn inside them.</source>
        <translation>Une carte de polygones à la place d&apos;un raster de classes. Les points sont tirés à l&apos;intérieur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The class of each polygon, as a number or text; 0 is left out. Empty: all are of one class.</source>
        <translation>La classe de chaque polygone, en nombre ou en texte ; 0 est exclu. Vide : tous sont d&apos;une seule classe.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Design</source>
        <translation>Plan de sondage</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>stratified: random points in each class of the map, so that rare classes get enough. random: random points anywhere. systematic: a regular lattice with a random start.</source>
        <translation>stratified : points aléatoires dans chaque classe de la carte, pour que les classes rares en aient assez. random : points aléatoires partout. systematic : un réseau régulier à départ aléatoire.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Empty: as many as the standard error takes.</source>
        <translation>Vide : autant que l&apos;erreur-type en demande.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Standard error of the overall accuracy (%)</source>
        <translation>Erreur-type de l&apos;exactitude globale (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The wanted precision, which counts if the number of points is empty. The 95 % confidence interval reaches twice as far to either side. Half of it takes four times the points (Olofsson et al. 2014, equation 13).</source>
        <translation>La précision voulue, qui compte si le nombre de points est vide. L&apos;intervalle de confiance à 95 % s&apos;étend deux fois aussi loin de chaque côté. La moitié demande quatre fois plus de points (Olofsson et al. 2014, équation 13).</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy (%)</source>
        <translation>Exactitude de l&apos;utilisateur attendue (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How many of the points of a class are expected to be correct. 50 is the most cautious guess and takes the most points.</source>
        <translation>Combien des points d&apos;une classe devraient être corrects. 50 est l&apos;hypothèse la plus prudente et demande le plus de points.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Expected user&apos;s accuracy per class (%)</source>
        <translation>Exactitude de l&apos;utilisateur attendue par classe (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>By class value or name, such as “1: 70, forest: 90”. Other classes have the one above.</source>
        <translation>Par valeur ou nom de classe, par exemple « 1: 70, forest: 90 ». Les autres classes ont celle ci-dessus.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Allocation</source>
        <translation>Répartition</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>How points are divided among classes. floor: by area, with a least number for rare classes. proportional: by area. equal: the same number for each class, for precise user&apos;s accuracies.</source>
        <translation>Comment les points sont répartis entre les classes. floor : selon la surface, avec un nombre minimal pour les classes rares. proportional : selon la surface. equal : le même nombre pour chaque classe, pour des exactitudes de l&apos;utilisateur précises.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Least points per class</source>
        <translation>Nombre minimal de points par classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>For the allocation “floor”. 50 to 100 are usual.</source>
        <translation>Pour la répartition « floor ». De 50 à 100 est courant.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Minimum distance (m)</source>
        <translation>Distance minimale (m)</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The least distance between any two points on the ground, in any CRS. 0: none.</source>
        <translation>La plus petite distance entre deux points au sol, dans n&apos;importe quel SCR. 0 : aucune.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn in this extent only. Empty: in the whole map.</source>
        <translation>Les points ne sont tirés que dans cette emprise. Vide : dans toute la carte.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Points are drawn inside these polygons only.</source>
        <translation>Les points ne sont tirés qu&apos;à l&apos;intérieur de ces polygones.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Cell size of polygons</source>
        <translation>Taille de cellule pour les polygones</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Polygons are divided into square cells of this side, in units of their CRS, and points are cell centres. Empty: a 5000th of the longer side of their extent.</source>
        <translation>Les polygones sont divisés en cellules carrées de ce côté, dans les unités de leur SCR, et les points sont des centres de cellule. Vide : un 5000e du plus long côté de leur emprise.</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>Seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <location filename="../../algorithms/draw_assessment_sample.py"/>
        <source>The same seed, map and settings give the same points.</source>
        <translation>La même graine, la même carte et les mêmes paramètres donnent les mêmes points.</translation>
    </message>
    <message>
        <location filename="../../algorithms/engine/settings.py"/>
        <source>Where Pixel Classifier trains and classifies: the path of a Python that has PyTorch and GDAL; in_process for the process of QGIS; empty for an engine process with the environment of Set Up Deep Learning.</source>
        <translation>Où Pixel Classifier entraîne et classifie : le chemin d&apos;un Python qui a PyTorch et GDAL ; in_process pour le processus de QGIS ; vide pour un processus à part avec l&apos;environnement de « Configurer l&apos;apprentissage profond ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Export Model</source>
        <translation>Exporter le modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Writes a trained model for other programs: ONNX, STAC, Esri model package.</source>
        <translation>Écrit un modèle entraîné pour d&apos;autres programmes : ONNX, STAC, paquet de modèle Esri.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,share,exchange,convert,segmentation</source>
        <translation>apprentissage profond,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,partager,échange,convertir,segmentation</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>A folder written by Train Pixel Classifier.</source>
        <translation>Un dossier écrit par « Entraîner le classificateur de pixels ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>onnx: an ONNX file that takes the values of the raster, for onnxruntime, Deepness and Classify Pixels. onnx_geodeep: one for GeoDeep, which takes 3 bands of bytes and divides them by 255; Deepness reads it, too. stac: an item (JSON) that describes the model folder in a STAC catalogue. dlpk: an Esri model package for ArcGIS Pro, never tried there.</source>
        <translation>onnx : un fichier ONNX qui prend les valeurs du raster, pour onnxruntime, Deepness et « Classifier les pixels ». onnx_geodeep : un fichier pour GeoDeep, qui prend 3 bandes d&apos;octets et les divise par 255 ; Deepness le lit aussi. stac : un item (JSON) qui décrit le dossier du modèle dans un catalogue STAC. dlpk : un paquet de modèle Esri pour ArcGIS Pro, jamais essayé dans celui-ci.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>The side of the tiles, which is fixed in an ONNX model. Empty: chosen for the model, as in Classify Pixels.</source>
        <translation>Le côté des tuiles, qui est fixe dans un modèle ONNX. Vide : choisi pour le modèle, comme dans « Classifier les pixels ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>ONNX files (*.onnx);;JSON files (*.json);;Esri model packages (*.dlpk)</source>
        <translation>Fichiers ONNX (*.onnx);;Fichiers JSON (*.json);;Paquets de modèle Esri (*.dlpk)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Exported model</source>
        <translation>Modèle exporté</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>An .onnx file with the network, its scaling and its metadata, the same in a .dlpk package, or a .json file that refers to the files of the model folder. The model folder stays as it is.</source>
        <translation>Un fichier .onnx avec le réseau, sa mise à l&apos;échelle et ses métadonnées, la même chose dans un paquet .dlpk, ou un fichier .json qui renvoie aux fichiers du dossier du modèle. Le dossier du modèle reste tel quel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_model.py"/>
        <source>Equal labels (%)</source>
        <translation>Étiquettes égales (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Exporter des imagettes d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Cuts imagery and labels into chips to train a pixel classifier on.</source>
        <translation>Découpe l&apos;imagerie et les étiquettes en imagettes pour entraîner un classificateur de pixels.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels</source>
        <translation>apprentissage profond,données d&apos;entraînement,échantillons,tuiles,imagettes,classified tiles,segmentation,étiquettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Training chips folder</source>
        <translation>Dossier des imagettes d&apos;entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A new or empty folder, or an earlier export, which is replaced once the new one is complete (or extended, see Append to the folder).</source>
        <translation>Un dossier nouveau ou vide, ou un export antérieur, qui est remplacé dès que le nouveau est complet (ou étendu, voir « Ajouter au dossier »).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Footprints</source>
        <translation>Contours des imagettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per chip, to check the chips by eye: shares of each class, of labelled pixels and of NoData, its placement, and the class it was placed for.</source>
        <translation>Une couche de polygones (GeoPackage) avec un polygone par imagette, pour contrôler les imagettes à l&apos;œil : parts de chaque classe, des pixels étiquetés et de NoData, son placement, et la classe pour laquelle elle a été placée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips</source>
        <translation>Nombre d&apos;imagettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of classes</source>
        <translation>Nombre de classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type.</source>
        <translation>Le raster dans lequel découper les imagettes : tout format lu par GDAL, avec un nombre quelconque de bandes et tout type de données numérique.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Bands to use, in this order. Empty: all bands, except an alpha band that is a mask.</source>
        <translation>Bandes à utiliser, dans cet ordre. Vide : toutes les bandes, sauf une bande alpha qui est un masque.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (vector)</source>
        <translation>Étiquettes (vecteur)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polygones, ou points et lignes avec un tampon, dans n&apos;importe quel SCR. Indiquez soit ceux-ci, soit un raster d&apos;étiquettes. Une symbologie catégorisée sur le champ de classe fixe les noms et les couleurs des classes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled. Empty: every feature is of class 1.</source>
        <translation>Les entiers restent des valeurs de classe ; les textes deviennent des noms de classe et sont numérotés à partir de 1. 0 est sans étiquette. Vide : chaque entité est de la classe 1.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer</source>
        <translation>Tampon</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Buffer distance around features, in units of the labels&apos; CRS (negative: polygons shrink). Points and lines without a buffer label the pixels that they touch.</source>
        <translation>Distance tampon autour des entités, dans les unités du SCR des étiquettes (négative : les polygones rétrécissent). Les points et les lignes sans tampon étiquettent les pixels qu&apos;ils touchent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Labels (raster)</source>
        <translation>Étiquettes (raster)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>A raster of class values on any grid and in any CRS, resampled by nearest neighbour. NoData is left out, whatever the unlabelled value.</source>
        <translation>Un raster de valeurs de classe, sur n&apos;importe quelle grille et dans n&apos;importe quel SCR, rééchantillonné au plus proche voisin. NoData est exclu, quelle que soit la valeur sans étiquette.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Unlabelled value (label raster)</source>
        <translation>Valeur sans étiquette (raster d&apos;étiquettes)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The value of unlabelled pixels in the label raster. Empty: every value is a class. If it is not 0, 0 is a class; train with an empty ignore class then.</source>
        <translation>La valeur des pixels sans étiquette dans le raster d&apos;étiquettes. Vide : chaque valeur est une classe. Si ce n&apos;est pas 0, 0 est une classe ; entraînez alors avec une classe ignorée vide.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chip size (pixels)</source>
        <translation>Taille d&apos;imagette (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the raster has fewer than 2048 pixels to a side.</source>
        <translation>Côté des imagettes carrées, un multiple de 32. Une imagette devrait montrer un objet et ses environs. Vide : 256, ou moins si le raster a moins de 2048 pixels de côté.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Stride (pixels)</source>
        <translation>Pas (pixels)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Distance between neighbouring chips. Empty: half the chip size, so that chips overlap by half.</source>
        <translation>Distance entre imagettes voisines. Vide : la moitié de la taille d&apos;imagette, si bien que les imagettes se recouvrent de moitié.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Placement</source>
        <translation>Placement</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many for each class, for rare classes and small polygons. both: the two together.</source>
        <translation>window : à chaque pas, une imagette qui rencontre des étiquettes. labels : des imagettes autour de pixels étiquetés, autant pour chaque classe, pour les classes rares et les petits polygones. both : les deux ensemble.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips per class</source>
        <translation>Imagettes par classe</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Number of chips placed around the labels of each class, with “labels” and “both”. A class with fewer labelled pixels gets one chip per pixel.</source>
        <translation>Nombre d&apos;imagettes placées autour des étiquettes de chaque classe, avec « labels » et « both ». Une classe qui a moins de pixels étiquetés reçoit une imagette par pixel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips are cut inside this extent only. Empty: the whole raster.</source>
        <translation>Les imagettes ne sont découpées qu&apos;à l&apos;intérieur de cette emprise. Vide : tout le raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Pixels outside these polygons are NoData: neither labelled nor background.</source>
        <translation>Les pixels en dehors de ces polygones sont NoData : ni étiquetés ni arrière-plan.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Minimum labelled share (%)</source>
        <translation>Part étiquetée minimale (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Chips with a smaller share of labelled pixels are left out. 0: one labelled pixel is enough.</source>
        <translation>Les imagettes dont la part de pixels étiquetés est plus petite sont exclues. 0 : un pixel étiqueté suffit.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Keep chips without labels</source>
        <translation>Garder les imagettes sans étiquettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>For labels that cover everything, in which 0 is a class of its own (background).</source>
        <translation>Pour des étiquettes qui couvrent tout, où 0 est une classe à part entière (arrière-plan).</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>The same seed places the same chips around labels.</source>
        <translation>La même graine place les mêmes imagettes autour des étiquettes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Append to the folder</source>
        <translation>Ajouter au dossier</translation>
    </message>
    <message>
        <location filename="../../algorithms/export_training_chips.py"/>
        <source>Adds a scene to an earlier export with the same bands, chip size and classes.</source>
        <translation>Ajoute une scène à un export antérieur qui a les mêmes bandes, la même taille d&apos;imagette et les mêmes classes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several layers, and none is named. Give one of them: {names}</source>
        <translation>{path} contient plusieurs couches, et aucune n&apos;est nommée. Indiquez l&apos;une d&apos;elles : {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/containers.py"/>
        <source>{path} holds several rasters, and none is named. Give one of them: {names}</source>
        <translation>{path} contient plusieurs rasters, et aucun n&apos;est nommé. Indiquez l&apos;un d&apos;eux : {names}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Both {vector} and {raster} are given. Give one of them and empty the other.</source>
        <translation>{vector} et {raster} sont indiqués tous les deux. Indiquez l&apos;un d&apos;eux et videz l&apos;autre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>Neither {vector} nor {raster} is given. Give a vector layer or a raster.</source>
        <translation>Ni {vector} ni {raster} n&apos;est indiqué. Indiquez une couche vecteur ou un raster.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/label_inputs.py"/>
        <source>{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}.</source>
        <translation>{field} est vide. Choisissez le champ de « {layer} » qui contient {what} : {fields}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/layers.py"/>
        <source>{output} would overwrite the input {path}. Choose another name.</source>
        <translation>{output} écraserait l&apos;entrée {path}. Choisissez un autre nom.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>{name} is {value}. {valid}</source>
        <translation>{name} est {value}. {valid}</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose one of: {options}.</source>
        <translation>Choisissez parmi : {options}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give band numbers from 1 on, separated by semicolons, such as 1;3.</source>
        <translation>Indiquez des numéros de bande à partir de 1, séparés par des points-virgules, par exemple 1;3.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give true or false.</source>
        <translation>Indiquez true ou false.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>whole number</source>
        <translation>nombre entier</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>number</source>
        <translation>nombre</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} from {low:g} to {high:g}.</source>
        <translation>Choisissez un {number} de {low:g} à {high:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Choose a {number} of at least {low:g}.</source>
        <translation>Choisissez un {number} d&apos;au moins {low:g}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/inputs/misread_values.py"/>
        <source>Give a {number}, or leave it empty.</source>
        <translation>Indiquez un {number}, ou laissez le champ vide.</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training</source>
        <translation>entraînement</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>validation</source>
        <translation>validation</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>training and validation</source>
        <translation>entraînement et validation</translation>
    </message>
    <message>
        <location filename="../../algorithms/results/renderers.py"/>
        <source>left out</source>
        <translation>exclue</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Check Installation</source>
        <translation>Vérifier l&apos;installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Reports whether training and classification work on this computer, and how to repair them.</source>
        <translation>Indique si l&apos;entraînement et la classification fonctionnent sur cet ordinateur, et comment les réparer.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting</source>
        <translation>installer,installation,pytorch,torch,cuda,gpu,pilote,test,diagnostic,dépannage</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Installation</source>
        <translation>Installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>A page with all findings, shown in the Results Viewer. The log has them too.</source>
        <translation>Une page avec tous les constats, affichée dans le Visualiseur de résultats. Le journal les contient aussi.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Everything works</source>
        <translation>Tout fonctionne</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Number of faults</source>
        <translation>Nombre de défauts</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Training and classification work.</source>
        <translation>L&apos;entraînement et la classification fonctionnent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/check_installation.py"/>
        <source>Faults that prevent training and classification: {n}.</source>
        <translation>Défauts qui empêchent l&apos;entraînement et la classification : {n}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Set Up Deep Learning</source>
        <translation>Configurer l&apos;apprentissage profond</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installs PyTorch for training and classification, beside QGIS and without changing it.</source>
        <translation>Installe PyTorch pour l&apos;entraînement et la classification, à côté de QGIS et sans le modifier.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>install,installation,pytorch,torch,cuda,gpu,environment,pip,repair,update</source>
        <translation>installer,installation,pytorch,torch,cuda,gpu,environnement,pip,réparer,mettre à jour</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Build of PyTorch</source>
        <translation>Version compilée de PyTorch</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>auto: the one for this computer. On Linux without an NVIDIA driver that is the small build without CUDA, where the package index has it, otherwise the default build, which works with and without an NVIDIA GPU. cpu: the build without CUDA. cuda: fails unless PyTorch has CUDA.</source>
        <translation>auto : celle qui convient à cet ordinateur. Sous Linux sans pilote NVIDIA, c&apos;est la petite version sans CUDA, si l&apos;index de paquets l&apos;a, sinon la version par défaut, qui fonctionne avec et sans GPU NVIDIA. cpu : la version sans CUDA. cuda : échoue si PyTorch n&apos;a pas CUDA.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Package index</source>
        <translation>Index de paquets</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a package index that replaces the default one. Empty: the configuration of pip.</source>
        <translation>URL d&apos;un index de paquets qui remplace celui par défaut. Vide : la configuration de pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Extra package index</source>
        <translation>Index de paquets supplémentaire</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of an additional package index, such as the one that pytorch.org gives for a build.</source>
        <translation>URL d&apos;un index de paquets supplémentaire, par exemple celui que pytorch.org indique pour une version.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Wheel folder</source>
        <translation>Dossier de wheels</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>For computers without a network: a folder with the packages as wheels, from pip download.</source>
        <translation>Pour les ordinateurs sans réseau : un dossier avec les paquets sous forme de wheels, obtenus par pip download.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>URL of a proxy, such as http://proxy:8080. Empty: the configuration of pip.</source>
        <translation>URL d&apos;un proxy, par exemple http://proxy:8080. Vide : la configuration de pip.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Installation folder</source>
        <translation>Dossier d&apos;installation</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The folder for the environment, which takes some gigabytes. Empty: that of the previous environment, or else your QGIS profile. All profiles use it, and updates of the plugin keep it.</source>
        <translation>Le dossier de l&apos;environnement, qui occupe quelques gigaoctets. Vide : celui de l&apos;environnement précédent, sinon votre profil QGIS. Tous les profils l&apos;utilisent, et les mises à jour de l&apos;extension le conservent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Packages for ONNX models</source>
        <translation>Paquets pour les modèles ONNX</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Also installs onnx, onnxscript and onnxruntime (about 50 MB), with which Export Model writes ONNX files and Classify Pixels reads them. An environment that has them keeps them when it is repaired.</source>
        <translation>Installe aussi onnx, onnxscript et onnxruntime (environ 50 Mo), avec lesquels « Exporter le modèle » écrit des fichiers ONNX et « Classifier les pixels » les lit. Un environnement qui les a les garde quand il est réparé.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Environment</source>
        <translation>Environnement</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>The previous environment has the packages for ONNX models; so will the new one.</source>
        <translation>L&apos;environnement précédent a les paquets pour les modèles ONNX ; le nouveau les aura aussi.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Ready. Training and classification now use {folder}.</source>
        <translation>Prêt. L&apos;entraînement et la classification utilisent maintenant {folder}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/setup/set_up_deep_learning.py"/>
        <source>Another environment takes precedence: {python}.</source>
        <translation>Un autre environnement a la priorité : {python}.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Train Pixel Classifier</source>
        <translation>Entraîner le classificateur de pixels</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Trains a neural network for pixel classification on chips of imagery and labels.</source>
        <translation>Entraîne un réseau de neurones pour la classification de pixels sur des imagettes d&apos;imagerie et d&apos;étiquettes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch</source>
        <translation>apprentissage profond,entraînement,segmentation,u-net,unet,deeplab,pspnet,réseau de neurones,pytorch</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with images/ and labels/ that hold files of equal names.</source>
        <translation>Un dossier issu de « Exporter des imagettes d&apos;entraînement », un export Classified Tiles d&apos;ArcGIS, ou tout dossier avec images/ et labels/ dont les fichiers portent les mêmes noms.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Additional training chips folders</source>
        <translation>Dossiers d&apos;imagettes d&apos;entraînement supplémentaires</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Further folders with the same bands and classes. In the dialog choose the file chips.json of each folder (or any of its chips); scripts, models and qgis_process take the folders themselves.</source>
        <translation>D&apos;autres dossiers avec les mêmes bandes et classes. Dans la boîte de dialogue, choisissez le fichier chips.json de chaque dossier (ou l&apos;une de ses imagettes) ; les scripts, les modèles et qgis_process prennent les dossiers eux-mêmes.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pixels with this value are neither trained on nor evaluated. Empty: every value is a class, 0 too, for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts).</source>
        <translation>Les pixels qui ont cette valeur ne servent ni à l&apos;entraînement ni à l&apos;évaluation. Vide : chaque valeur est une classe, 0 aussi, pour des étiquettes qui couvrent tout (IGNORE_CLASS= avec qgis_process, None dans les scripts).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Architecture</source>
        <translation>Architecture</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>auto trains unet and pixel, and keeps the one that is better on the validation blocks. pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines.</source>
        <translation>auto entraîne unet et pixel, et garde celui qui est meilleur sur les blocs de validation. pixel voit un pixel à la fois : pour les spectres et les embeddings ; il s&apos;entraîne en quelques secondes. pspnet et deeplabv3 voient plus de contexte que unet et donnent des contours plus grossiers.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Encoder</source>
        <translation>Encodeur</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel.</source>
        <translation>Le réseau qui extrait les caractéristiques (backbone). Les encodeurs plus grands apprennent plus, s&apos;entraînent plus lentement et demandent plus d&apos;imagettes. Non utilisé par pixel.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Other encoder</source>
        <translation>Autre encodeur</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm, such as tu-convnext_tiny. Overrides Encoder.</source>
        <translation>Tout autre encodeur par son nom dans segmentation_models_pytorch, ou tu-NAME pour un encodeur de timm, par exemple tu-convnext_tiny. Prime sur « Encodeur ».</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Pretrained weights</source>
        <translation>Poids pré-entraînés</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. file: encoder weights from a file on this computer. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none : poids initiaux aléatoires. imagenet : poids de l&apos;encodeur pré-entraînés sur des photographies, téléchargés à la première utilisation. file : poids de l&apos;encodeur d&apos;un fichier de cet ordinateur. auto : imagenet s&apos;ils sont sur cet ordinateur ou se téléchargent en quelques secondes, sinon none.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Poids (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weights file</source>
        <translation>Fichier de poids</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The pretrained encoder weights, with “file” as pretrained weights.</source>
        <translation>Les poids pré-entraînés de l&apos;encodeur, avec « file » comme poids pré-entraînés.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Start from model</source>
        <translation>Partir d&apos;un modèle</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A model folder to continue from (fine-tuning), with the same or other classes and bands. Its architecture and encoder override those above; the log lists which weights are kept and which are new.</source>
        <translation>Un dossier de modèle à partir duquel continuer (ajustement fin), avec les mêmes classes et bandes ou d&apos;autres. Son architecture et son encodeur priment sur ceux ci-dessus ; le journal indique quels poids sont gardés et lesquels sont nouveaux.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs with frozen encoder</source>
        <translation>Époques avec encodeur gelé</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of first epochs that train the decoder only, to protect pretrained encoder weights.</source>
        <translation>Nombre des premières époques qui n&apos;entraînent que le décodeur, pour protéger les poids pré-entraînés de l&apos;encodeur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. The latest epoch is kept whose validation mean IoU is not clearly below the highest.</source>
        <translation>Nombre de passages sur toutes les imagettes. Vide : automatique, 20, ou moins si elles prenaient plus d&apos;une heure environ. Est gardée la dernière époque dont l&apos;IoU moyenne de validation n&apos;est pas nettement inférieure à la plus haute.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips per step, 2 or more. 0: as many as fit into memory.</source>
        <translation>Imagettes par pas d&apos;optimisation, 2 ou plus. 0 : autant que la mémoire en contient.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Validation share (%)</source>
        <translation>Part de validation (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Share of the labels that is kept for validation, in separate blocks. 0: trains on everything.</source>
        <translation>Part des étiquettes réservée à la validation, dans des blocs séparés. 0 : entraîne sur tout.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Final training on all labels</source>
        <translation>Entraînement final sur toutes les étiquettes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>After the validation, trains again with the labels of the validation blocks and of the gap around them too. The figures stay those of the validated model. auto: where labels are few (up to 128 training chips).</source>
        <translation>Après la validation, entraîne encore une fois, aussi avec les étiquettes des blocs de validation et de l&apos;intervalle qui les entoure. Les chiffres restent ceux du modèle validé. auto : si les étiquettes sont peu nombreuses (jusqu&apos;à 128 imagettes d&apos;entraînement).</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate</source>
        <translation>Taux d&apos;apprentissage</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The maximum of the schedule, which warms up and then decays. Empty: a learning-rate finder chooses it; the log and the report contain it.</source>
        <translation>Le maximum du programme, qui monte puis décroît. Vide : une recherche du taux d&apos;apprentissage le choisit ; le journal et le rapport l&apos;indiquent.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Patience (epochs)</source>
        <translation>Patience (époques)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Early stopping: ends the training after so many epochs without improvement. 0: never.</source>
        <translation>Arrêt anticipé : termine l&apos;entraînement après ce nombre d&apos;époques sans amélioration. 0 : jamais.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Weight averaging (EMA)</source>
        <translation>Moyenne des poids (EMA)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Evaluates and keeps an exponential moving average of the weights, which varies less between epochs.</source>
        <translation>Évalue et garde une moyenne mobile exponentielle des poids, qui varie moins d&apos;une époque à l&apos;autre.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Loss function</source>
        <translation>Fonction de perte</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>dice, jaccard, lovasz and tversky measure the overlap of regions; focal concentrates on pixels with large errors. All use labelled pixels only.</source>
        <translation>dice, jaccard, lovasz et tversky mesurent le recouvrement des régions ; focal se concentre sur les pixels à grande erreur. Toutes n&apos;utilisent que les pixels étiquetés.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weighting</source>
        <translation>Pondération des classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>How much more the loss weighs pixels of rare classes: none, inverse_root, up to inverse_frequency.</source>
        <translation>À quel point la perte donne plus de poids aux pixels des classes rares : none, inverse_root, jusqu&apos;à inverse_frequency.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Class weights</source>
        <translation>Poids des classes</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5.</source>
        <translation>Pour la pondération des classes « given » : un poids pour chaque valeur de classe, par exemple 1: 1.0, 2: 5.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Oversample rare classes</source>
        <translation>Suréchantillonner les classes rares</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Samples chips with classes that fewer than one in eight chips contain up to eight times per epoch. Class weights are computed from the sampled pixels, so the two together do not overcorrect.</source>
        <translation>Tire jusqu&apos;à huit fois par époque les imagettes dont les classes sont dans moins d&apos;une imagette sur huit. Les poids des classes sont calculés à partir des pixels tirés, si bien que les deux ensemble ne surcorrigent pas.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Random flips and 90° rotations</source>
        <translation>Retournements et rotations de 90° aléatoires</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Flips and rotates chips at random, as imagery from above has no preferred direction.</source>
        <translation>Retourne et tourne les imagettes au hasard, car l&apos;imagerie vue d&apos;en haut n&apos;a pas de direction privilégiée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Scale augmentation (%)</source>
        <translation>Augmentation de l&apos;échelle (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Enlarges and shrinks chips at random by up to this much, for objects of many sizes. 0: off.</source>
        <translation>Agrandit et réduit les imagettes au hasard jusqu&apos;à cette valeur, pour des objets de tailles variées. 0 : désactivé.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Contrast augmentation (%)</source>
        <translation>Augmentation du contraste (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the contrast of each band at random by up to this much, for scenes of other light or season.</source>
        <translation>Fait varier le contraste de chaque bande au hasard jusqu&apos;à cette valeur, pour des scènes d&apos;une autre lumière ou saison.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Brightness augmentation (%)</source>
        <translation>Augmentation de la luminosité (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Varies the brightness of each band at random, in percent of its standard deviation.</source>
        <translation>Fait varier la luminosité de chaque bande au hasard, en pourcentage de son écart-type.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Noise augmentation (%)</source>
        <translation>Augmentation par le bruit (%)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Adds noise to each pixel, in percent of the band&apos;s standard deviation, for noisier imagery.</source>
        <translation>Ajoute du bruit à chaque pixel, en pourcentage de l&apos;écart-type de la bande, pour une imagerie plus bruitée.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resume interrupted training</source>
        <translation>Reprendre l&apos;entraînement interrompu</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Resumes from the last checkpoint of a run into the same model folder that was cancelled, crashed or killed. All other parameters must be the same. Without a checkpoint, training starts from the beginning.</source>
        <translation>Reprend au dernier point de contrôle d&apos;une exécution dans le même dossier de modèle qui a été annulée, a planté ou a été arrêtée. Tous les autres paramètres doivent être les mêmes. Sans point de contrôle, l&apos;entraînement commence au début.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The same seed gives the same model on the same machine on the CPU.</source>
        <translation>La même graine donne le même modèle sur le CPU du même ordinateur.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A new or empty folder, or an earlier model, which is replaced once the new one is complete.</source>
        <translation>Un dossier nouveau ou vide, ou un modèle antérieur, qui est remplacé dès que le nouveau est complet.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer.</source>
        <translation>Une page avec les courbes, l&apos;exactitude par classe, la matrice de confusion et des exemples, affichée dans le Visualiseur de résultats.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>The metrics of each class as a CSV table; those of each epoch go beside it, into NAME-epochs.csv.</source>
        <translation>Les mesures de chaque classe en table CSV ; celles de chaque époque vont à côté, dans NAME-epochs.csv.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Chips by split</source>
        <translation>Imagettes par répartition</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>A polygon layer (GeoPackage) with one polygon per labelled chip: training, validation, or left out because it touches a validation chip.</source>
        <translation>Une couche de polygones (GeoPackage) avec un polygone par imagette étiquetée : entraînement, validation, ou exclue parce qu&apos;elle touche une imagette de validation.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Mean IoU (0 to 1)</source>
        <translation>IoU moyenne (0 à 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Overall accuracy (0 to 1)</source>
        <translation>Exactitude globale (0 à 1)</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Epochs run</source>
        <translation>Époques parcourues</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>Learning rate used</source>
        <translation>Taux d&apos;apprentissage utilisé</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS is “file”, but WEIGHTS_FILE is empty. Choose the file, or other pretrained weights.</source>
        <translation>WEIGHTS est « file », mais WEIGHTS_FILE est vide. Choisissez le fichier, ou d&apos;autres poids pré-entraînés.</translation>
    </message>
    <message>
        <location filename="../../algorithms/train_pixel_classifier.py"/>
        <source>WEIGHTS_FILE is given, but WEIGHTS is not “file”. Choose “file”, or empty WEIGHTS_FILE.</source>
        <translation>WEIGHTS_FILE est indiqué, mais WEIGHTS n&apos;est pas « file ». Choisissez « file », ou videz WEIGHTS_FILE.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>A polygon for each patch, with the fields value and name of its class.</source>
        <translation>Un polygone pour chaque îlot, avec les champs value et name de sa classe.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Patches of fewer pixels take the class of their largest neighbour. 1: keeps all.</source>
        <translation>Les îlots de moins de pixels prennent la classe de leur plus grand voisin. 1 : garde tout.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classifies imagery with a trained model, removes small patches, and vectorises the rest to polygons with class names.</source>
        <translation>Classifie l&apos;imagerie avec un modèle entraîné, supprime les petits îlots et vectorise le reste en polygones avec noms de classe.</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Classify, clean and vectorise</source>
        <translation>Classifier, nettoyer et vectoriser</translation>
    </message>
    <message>
        <location filename="../models/classifycleanandvectorise.model3"/>
        <source>Smallest patch (pixels)</source>
        <translation>Plus petit îlot (pixels)</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled.</source>
        <translation>Les entiers restent des valeurs de classe ; les textes deviennent des noms de classe et sont numérotés à partir de 1. 0 est sans étiquette.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Polygons, points or lines, in any CRS. A categorised symbology on the class field sets class names and colours.</source>
        <translation>Polygones, points ou lignes, dans n&apos;importe quel SCR. Une symbologie catégorisée sur le champ de classe fixe les noms et les couleurs des classes.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. auto: imagenet where they are on this computer or download within seconds, otherwise none.</source>
        <translation>none : poids initiaux aléatoires. imagenet : poids de l&apos;encodeur pré-entraînés sur des photographies, téléchargés à la première utilisation. auto : imagenet s&apos;ils sont sur cet ordinateur ou se téléchargent en quelques secondes, sinon none.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Trains on imagery and a few labelled polygons, and classifies every pixel of the imagery.</source>
        <translation>Entraîne sur l&apos;imagerie et quelques polygones étiquetés, et classifie chaque pixel de l&apos;imagerie.</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Train and classify</source>
        <translation>Entraîner et classifier</translation>
    </message>
    <message>
        <location filename="../models/trainandclassify.model3"/>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
</context>
</TS>
